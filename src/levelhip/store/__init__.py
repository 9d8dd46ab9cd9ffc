"""What a person said, did and measured, kept on the person's own disk."""

from levelhip.store.database import StoreFault, open_engine, store_url
from levelhip.store.diary import ME, Diary, open_diary

__all__ = ["ME", "Diary", "StoreFault", "open_diary", "open_engine", "store_url"]
