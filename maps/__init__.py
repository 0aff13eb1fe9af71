"""The drawing room: palettes, styles, legends and sheets.

It is handed features and results and never fetches; the archive does not know it. `maps/web` is the browser
application.

Decided:
    Exported maps carry their scripts inside. Context: folium points at public content networks, a county intranet has
    none. Decision: Leaflet comes through npm at build time and is written into each file. Consequence: an exported map
    opens from a USB stick; a map cannot be exported before the browser application is built once. Alternative: a
    vendored copy in git, refused because third-party browser code does not belong there.

    A sheet never prints an empty box. Context: a missing glyph is drawn as a box without any error. Decision: the
    characters of every text are compared with the typeface before drawing; what is missing prints as the geta mark 〓
    and is named on the sheet; no Chinese typeface at all refuses the sheet. Alternative: to trust the machine, refused.
"""
