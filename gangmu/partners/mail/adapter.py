"""E-mail through the city's own server (Django's SMTP backend)."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from gangmu.partners.channel import SECONDS, Message, NotSent, Sent


class Mail:
    """`address`: {'email'}. The same message twice has the same Message-ID, which mail programs show once."""

    name, idempotent = "mail", False

    def __init__(
        self, host: str, port: int, user: str, password: str, sender: str, security: str = "tls"
    ) -> None:
        self.host, self.port, self.user, self.password = host, port, user, password
        self.sender, self.security = sender, security

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Hand it to the server."""
        server = EmailBackend(
            host=self.host, port=self.port, username=self.user, password=self.password, timeout=round(SECONDS),
            use_tls=self.security == "starttls", use_ssl=self.security == "tls",
        )  # fmt: skip
        body = "\n\n".join(part for part in (message.text, message.url) if part)
        domain = self.sender.rpartition("@")[2]
        letter = EmailMessage(
            message.title, body, self.sender, [address["email"]], connection=server,
            headers={"Message-ID": f"<{message.key}@{domain}>", "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        try:
            letter.send()
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("misconfigured", str(error.smtp_code), final=True) from None
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            gone = all(code >= 500 for code in codes)
            raise NotSent(
                "address_gone" if gone else "throttled", str(codes), final=gone, wait=0 if gone else 60
            ) from None
        except smtplib.SMTPResponseException as error:
            final = error.smtp_code >= 550
            raise NotSent("rejected" if final else "unavailable", str(error.smtp_code), final=final) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent("unreachable", type(error).__name__) from None
        return Sent()
