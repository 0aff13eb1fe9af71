"""The wording of the papers of house numbers; the templates are built from it (`make`)."""

from layers.number_papers import NumberPaper
from maps.reports.wording import Form, Line, Part

NUMBER_WORDING: dict[NumberPaper, tuple[Part, ...]] = {
    NumberPaper.CERTIFICATE: (
        Line("门　牌　证", "title"),
        Line("编号：{{ certificate_number }}", "number"),
        Line("依照《地名管理条例》第二十一条和本地门牌管理规定，下列门牌已编入标准地址。", "body"),
        Form((
            ("标准地址", "{{ address }}"),
            ("地址编码", "{{ code }}"),
            ("门牌类型", "{{ plate }}"),
            ("楼宇（院落）", "{{ building }}"),
            ("产权人", "{{ owner }}"),
            ("所在行政区", "{{ division }}"),
            ("原地址", "{{ old_address }}"),
        )),
        Line("本证只证明门牌号码，不作为产权凭证。门牌变更或注销后，本证作废。{{ note }}", "body"),
        Line("{{ authority }}", "signed"),
        Line("{{ issued_on }}", "sign"),
    ),
    NumberPaper.PROOF: (
        Line("地名地址证明", "title"),
        Line("下列两个地址为同一处房屋的原地址和现地址，特此证明。", "body"),
        Form((
            ("原地址", "{{ old_address }}"),
            ("现地址", "{{ address }}"),
            ("变更日期", "{{ renumbered_on }}"),
            ("地址编码", "{{ code }}"),
            ("楼宇（院落）", "{{ building }}"),
            ("产权人", "{{ owner }}"),
            ("所在行政区", "{{ division }}"),
        )),
        Line("本证明只证明地址的沿革，不作为产权凭证。{{ note }}", "body"),
        Line("{{ authority }}", "signed"),
        Line("{{ made_on }}", "sign"),
    ),
}  # fmt: skip
