package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;
import org.parcours.query.web.UiText;

/**
 * What the templates insert as {@code html}: see {@link EntryHtmlWriter}.
 *
 * @param icons the URL of the file with the icons
 */
public record TimelineHtmlWriter(UiText uiText, String icons) {

    public String days(List<TimelineView.DayView> days) {
        return writer().days(days).toString();
    }

    /** With its history, open. */
    public String entry(EntryView entry, List<EntryView.HistoryEntryView> history) {
        return writer().entry(entry, Optional.of(history)).toString();
    }

    public String content(EntryView entry) {
        return writer().content(entry).toString();
    }

    public String history(List<EntryView.HistoryEntryView> history, String url) {
        return writer().history(history, url).toString();
    }

    public String notes(NoteListView notes) {
        return writer().notes(notes).toString();
    }

    private EntryHtmlWriter writer() {
        return new EntryHtmlWriter(uiText, icons);
    }
}
