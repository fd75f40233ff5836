"""What a browser is told of the page beside its files: security, isolation, types, caching."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

DIRECTIVES: Mapping[str, str] = MappingProxyType(
    {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "worker-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
)
"""Nothing from elsewhere, nothing inline; WebAssembly is compiled."""
_BY_HEADER_ALONE = {"frame-ancestors": "'none'"}
"""A page cannot say this of itself."""

ISOLATION: Mapping[str, str] = MappingProxyType(
    {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
"""What threads want (crossOriginIsolated), on https, localhost and 127.0.0.1."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
NAMED_BY_CONTENT = "assets/"
"""Where the build puts files whose names change with what they hold."""


def content_security_policy(by_header: bool) -> str:
    """``by_header``: or else by the page itself, which cannot say all of it."""
    directives = {**DIRECTIVES, **(_BY_HEADER_ALONE if by_header else {})}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def headers() -> dict[str, str]:
    """Of every answer."""
    return {
        "Content-Security-Policy": content_security_policy(by_header=True),
        **ISOLATION,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def media_type(path: str) -> str:
    """Known here and not asked of the system, whose table may say anything of .js."""
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def cache_control(path: str) -> str:
    """Asked again each time, and answered by the ETag; but for names that are of one content."""
    forever = path.startswith(NAMED_BY_CONTENT)
    return "public, max-age=31536000, immutable" if forever else "no-cache"
