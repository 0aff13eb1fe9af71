"""The county's identity provider, spoken to by OpenID Connect Core 1.0: authorization code with PKCE.

What the provider says of itself is read from its discovery document, and its keys again when an unknown one appears.
An identity token is taken only when its signature, issuer, audience, times and nonce are all right.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.settings import LOOPBACK, Settings
from data.oidc_flows import Flow
from layers.refusal import Refusal

# Signatures by the provider's own private key only: neither `none` nor one made with the client's secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SCOPE = "openid"
_TIMEOUT_S = 10.0
_TOLERATED_S = 60
_KNOWN_FOR_S = 600


class NotIdentified(Refusal):
    """The provider did not identify anybody in a way that can be trusted."""


@dataclass
class IdentityProvider:
    """One provider as the settings name it; what it says of itself is kept for ten minutes."""

    issuer: str
    client_id: str
    client_secret: str | None
    said: dict[str, tuple[float, Mapping[str, Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> "IdentityProvider | None":
        """The provider of the settings; None when they name none."""
        if not (settings.oidc_issuer and settings.oidc_client_id):
            return None
        secret = settings.oidc_client_secret
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret.get_secret_value() if secret else None)

    def door(self, flow: Flow, state: str, back: str) -> str:
        """Where the browser goes to be identified, and from where it comes back."""
        door = self._endpoint("authorization_endpoint")
        client = self._client(None, back)
        address, _ = client.create_authorization_url(door, state=state, code_verifier=flow.verifier, nonce=flow.nonce)
        return str(address)

    def subject(self, code: str, flow: Flow, back: str) -> str:
        """Whom the provider identified, by its own lasting name for them.

        Raises:
            NotIdentified: the code is not honoured, or the identity token cannot be trusted.
        """
        desk = self._endpoint("token_endpoint")
        # The client's secret goes into the header; a client without one only names itself.
        proof = httpx.BasicAuth(self.client_id, self.client_secret) if self.client_secret else httpx.Auth()
        try:
            with httpx.Client(timeout=_TIMEOUT_S) as http:
                answered = self._client(http, back).fetch_token(
                    desk,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                    client_id=self.client_id,
                    auth=proof,
                )
        except (AuthlibBaseError, httpx.HTTPError, ValueError) as refusal:
            raise NotIdentified("统一身份认证没有认可这次登录", "它不承认所给的授权码", "请重新登录") from refusal
        claims = self._claims(str(answered.get("id_token", "")), flow.nonce)
        return str(claims["sub"])

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            claims = self._decoded(token).claims
            registry = jwt.JWTClaimsRegistry(
                leeway=_TOLERATED_S,
                iss={"essential": True, "value": self.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(claims)
        except (JoseError, ValueError) as refusal:
            raise NotIdentified(
                "统一身份认证送来的身份不可信",
                f"身份令牌的签名、签发者、对象、时间或随机数不符（{type(refusal).__name__}）",
                "请重新登录；仍不行请系统管理员核对 CAIRN_OIDC_… 设置和两边的时钟",
            ) from refusal
        if claims.get("azp", self.client_id) != self.client_id:
            raise NotIdentified("统一身份认证送来的身份不可信", "身份令牌是发给别的系统的", "请重新登录")
        return claims

    def _decoded(self, token: str) -> jwt.Token:
        """The token with its signature checked; keys are asked for anew when none of the known ones fits."""
        try:
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            self.said.pop("jwks_uri", None)
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(dict(self._asked("jwks_uri", self._endpoint("jwks_uri"))))  # type: ignore[arg-type]  # a document of the provider

    def _endpoint(self, name: str) -> str:
        described = self._asked("discovery", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != self.issuer:
            raise NotIdentified(
                "统一身份认证的地址不对",
                f"它自称“{described.get('issuer')}”，与 CAIRN_OIDC_ISSUER 不同",
                "请系统管理员核对设置，须逐字相同",
            )
        return _safe(str(described.get(name, "")))

    def _asked(self, what: str, address: str) -> Mapping[str, Any]:
        kept = self.said.get(what)
        if kept and time.monotonic() - kept[0] < _KNOWN_FOR_S:
            return kept[1]
        try:
            answered = httpx.get(_safe(address), timeout=_TIMEOUT_S).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as trouble:
            raise NotIdentified(
                "统一身份认证没有应答", f"读不到 {address}", "请稍后再试，或用账号和密码登录"
            ) from trouble
        self.said[what] = (time.monotonic(), answered)
        return dict(answered)

    def _client(self, http: httpx.Client | None, back: str) -> OAuth2Client:
        return OAuth2Client(
            http,
            self.client_id,
            self.client_secret,
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
        )


def _safe(address: str) -> str:
    """An address that nobody on the way can change: TLS, or this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return address
    raise NotIdentified("统一身份认证的地址不安全", f"“{address}”不是 https", "请系统管理员改正 CAIRN_OIDC_ISSUER")
