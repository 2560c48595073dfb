"""Private details that are right in form and reach nobody.

Mobile numbers of 1380000xxxx, mail to example.org, identity cards of the region 990000 (there is
none) with the right check digit, bank cards of zeros with the right Luhn digit.
"""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mobile(number: int) -> str:
    """Return a mobile number in its usual form of eleven digits."""
    return f"1380000{number:04}"


def mail(name: str) -> str:
    """Return an address that nobody has."""
    return f"{name}@example.org"


def identity(birthday: str, serial: int) -> str:
    """Return an identity card number of 18 characters; `birthday` is YYYYMMDD."""
    digits = f"990000{birthday}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def bank_card(serial: int) -> str:
    """Return a card number of 19 digits."""
    digits = f"6200000000{serial:08}"
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)
