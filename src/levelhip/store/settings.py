"""What a person chose that no safety rule reads: the language."""

from __future__ import annotations

from sqlalchemy import select

from levelhip.store.tables import SettingRow
from levelhip.store.transactions import Transactions


class Settings(Transactions):
    """The part of the diary that is chosen."""

    def choose(self, name: str, value: str) -> None:
        """Keep a choice; an earlier one of the same name is replaced.

        Parameters
        ----------
        name : str
            What is chosen, as "language".
        value : str
            The choice.
        """
        with self._write() as session:
            row = session.scalar(
                select(SettingRow).where(SettingRow.person == self.person, SettingRow.name == name)
            )
            if row is None:
                session.add(SettingRow(person=self.person, name=name, value={"is": value}))
            else:
                row.value = {"is": value}

    def chosen(self, name: str) -> str | None:
        """A choice; None when there is none.

        Parameters
        ----------
        name : str

        Returns
        -------
        str or None
        """
        with self._read() as session:
            row = session.scalar(
                select(SettingRow).where(SettingRow.person == self.person, SettingRow.name == name)
            )
            return None if row is None else str(row.value["is"])
