"""What a person said, did and measured, kept on the person's own disk."""

from levelhip.store.database import open_engine, store_url
from levelhip.store.diary import ME, Diary, open_diary
from levelhip.store.faults import StoreFault

__all__ = ["ME", "Diary", "StoreFault", "open_diary", "open_engine", "store_url"]
