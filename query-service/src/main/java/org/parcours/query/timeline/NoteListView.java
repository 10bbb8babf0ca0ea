package org.parcours.query.timeline;

import java.util.List;
import org.parcours.query.web.UiText;

/**
 * Comments as formatted texts.
 *
 * @param more behind a disclosure: a prescription may have a comment at each of a hundred administrations
 */
public record NoteListView(List<NoteView> shown, List<NoteView> more) {

    private static final int MAX_SHOWN = 3;

    /** @param columns the text is a table made of blanks, which a proportional font would break */
    public record NoteView(String text, boolean columns) {}

    public static NoteListView of(List<String> notes, UiText uiText) {
        List<NoteView> views = notes.stream()
                .map(uiText::words)
                .filter(note -> !note.isBlank() && !UiText.isDeleted(note))
                .map(note -> new NoteView(note.strip(), TextLayout.hasColumns(note)))
                .toList();
        int shown = Math.min(MAX_SHOWN, views.size());
        return new NoteListView(views.subList(0, shown), views.subList(shown, views.size()));
    }
}
