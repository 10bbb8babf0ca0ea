package org.parcours.query.timeline;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.query.web.UiText;

/**
 * A value as formatted texts.
 *
 * @param layout {@code inline}, {@code lines} for a text of several lines, {@code columns} for one with columns
 * @param sign an arrow or empty; {@code remark} always gives its meaning in words
 * @param observed when it was measured, where that is not the time of the entry
 * @param notes the comments on this value
 * @param withdrawn it no longer counts
 */
public record ValueView(
        String name,
        String value,
        String layout,
        Optional<String> range,
        String flag,
        String sign,
        Optional<String> remark,
        Optional<String> observed,
        NoteListView notes,
        boolean withdrawn) {

    /** @param finished the entry has final values, so that preliminary ones are marked */
    static ValueView of(Observation value, Optional<String> observed, boolean finished, UiText uiText) {
        String flag = value.flag().orElse("").toUpperCase(Locale.ROOT);
        String text = UiText.isDeleted(value.value()) ? "" : uiText.words(value.value());
        return new ValueView(
                uiText.words(name(value)),
                text
                        + value.unit()
                                .filter(unit -> !text.isEmpty())
                                .map(unit -> " " + unit)
                                .orElse(""),
                TextLayout.isMultiline(text) ? TextLayout.hasColumns(text) ? "columns" : "lines" : "inline",
                value.range().map(uiText::words),
                flag,
                switch (flag) {
                    case "H" -> "↑";
                    case "HH" -> "↑↑";
                    case "L" -> "↓";
                    case "LL" -> "↓↓";
                    default -> "";
                },
                remark(value, flag, finished, uiText),
                observed,
                NoteListView.of(value.notes(), uiText),
                value.status().filter(ObservationStatus::isWithdrawal).isPresent());
    }

    /** With shorter texts. */
    ValueView shortened(ShortTexts shortTexts, UiText uiText, Observation original) {
        return new ValueView(
                name,
                shortTexts.text(value),
                layout,
                range,
                flag,
                sign,
                remark,
                observed,
                NoteListView.of(shortTexts.notes(original.notes()), uiText),
                withdrawn);
    }

    /** Not red for a value that is as it should be. */
    public String cssClass() {
        boolean flagged = !flag.isEmpty() && !flag.equals("N") && !flag.equals("S");
        return Stream.of(
                        flagged ? "flagged flag-" + flag : "",
                        layout.equals("inline") ? "" : layout,
                        notes.shown().isEmpty() ? "" : "noted",
                        withdrawn ? "withdrawn" : "")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static String name(Observation value) {
        return value.code().label() + value.subId().map(id -> " (" + id + ")").orElse("");
    }

    private static Optional<String> remark(Observation value, String flag, boolean finished, UiText uiText) {
        Stream<String> flagged =
                flag.isEmpty() || flag.equals("N") ? Stream.empty() : Stream.of(uiText.messageOr(flag, "flag." + flag));
        return Stream.concat(flagged, status(value, finished, uiText)).reduce((a, b) -> a + ", " + b);
    }

    private static Stream<String> status(Observation value, boolean finished, UiText uiText) {
        return switch (value.status().orElse(ObservationStatus.FINAL)) {
            case FINAL -> Stream.empty();
            case PRELIMINARY -> finished ? Stream.of(uiText.message("value.preliminary")) : Stream.empty();
            case PENDING -> Stream.of(uiText.message("value.pending"));
            case UNVERIFIED -> Stream.of(uiText.message("value.unverified"));
            case CONFIRMED -> Stream.of(uiText.message("value.confirmed"));
            case CORRECTED -> Stream.of(uiText.message("value.corrected"));
            case WITHDRAWN -> Stream.of(uiText.message("value.withdrawn"));
            case WRONG -> Stream.of(uiText.message("value.wrong"));
            case NOT_OBTAINED -> Stream.of(uiText.message("value.notObtained"));
        };
    }
}
