"""What a word in an identifier, column or text stands for."""

from __future__ import annotations

from enum import StrEnum

from adversescan.record import dataclass


class ConceptKind(StrEnum):
    ATTRIBUTE = "attribute"
    """A protected or regulated attribute; `id` is its name."""
    PROXY = "proxy"
    """A stand-in (surname, postcode, birthplace, first language, school); `id` is the attribute it stands for."""
    IDENTITY = "identity"
    """Names, handles, e-mail, phone, id number, profile address, face, device; `id` says which."""
    CONTENT = "content"
    """Something a person wrote or showed: bio, post, tweet, message, photo, profile."""
    PERSON = "person"
    """A noun for people: applicant, tenant, employee, member, patient."""
    THING = "thing"
    """A noun for what is no person: product, server, game, worker thread, file, company."""
    ADVERSE = "adverse"
    """An adverse outcome: denied, rejected, terminated, absage."""
    FAVOURABLE = "favourable"
    """The other outcome: approved, accepted, invited."""
    STATUS = "status"
    """A field that holds an outcome: status, decision, verdict, allowed, eligible."""
    QUANTITY = "quantity"
    """A price or score where more is adverse (`id` "cost") or less is adverse (`id` "benefit")."""
    EXTERNAL = "external"
    """A word that makes a recipient an outside one: partner, vendor, buyer, external."""
    INTERNAL = "internal"
    """A word that makes a recipient an own one: internal, own, intranet."""
    DOSSIER = "dossier"
    """A file or score about one person: dossier, card, profile, report, risk score."""
    MITIGATION = "mitigation"
    """Review, consent, appeal, anonymise ...; `id` is the mitigation."""


class Strength(StrEnum):
    STRONG = "strong"
    """Enough alone."""
    WEAK = "weak"
    """Only on a record that is about a person for another reason."""
    VALUE = "value"
    """A category (muslim, female): counts beside another value of the same attribute or beside its name."""


@dataclass(frozen=True, slots=True, order=True)
class Concept:
    kind: ConceptKind
    id: str
    strength: Strength = Strength.STRONG
