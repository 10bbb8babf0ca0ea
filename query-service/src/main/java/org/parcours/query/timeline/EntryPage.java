package org.parcours.query.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.query.views.StoredEntry;

/** @param next where the next page begins; empty on the last one */
public record EntryPage(List<StoredEntry> entries, Optional<EntryCursor> next) {

    public static final EntryPage EMPTY = new EntryPage(List.of(), Optional.empty());

    public EntryPage {
        entries = List.copyOf(entries);
    }

    /** Takes entries in their order until the page is full, and reads no other. */
    static final class Builder {

        private final PageSize size;
        private final List<StoredEntry> entries = new ArrayList<>();
        private Optional<EntryCursor> last = Optional.empty();
        private long bytes;

        Builder(PageSize size) {
            this.size = size;
        }

        /**
         * @param length of the stored entry, in bytes
         * @return whether the page has it; otherwise it is full
         */
        boolean add(EntryCursor cursor, long length, Supplier<StoredEntry> read) {
            if (entries.size() == size.entries() || !entries.isEmpty() && bytes + length > size.bytes()) {
                return false;
            }
            StoredEntry entry = read.get();
            if (!size.accepts().test(entry) && !entries.isEmpty()) {
                return false;
            }
            entries.add(entry);
            last = Optional.of(cursor);
            bytes += length;
            return true;
        }

        /** How many entries more it may take. */
        int remaining() {
            return size.entries() - entries.size();
        }

        /** Of the last entry. */
        Optional<EntryCursor> last() {
            return last;
        }

        EntryPage lastPage() {
            return new EntryPage(entries, Optional.empty());
        }

        EntryPage beforeOthers() {
            return new EntryPage(entries, last);
        }
    }
}
