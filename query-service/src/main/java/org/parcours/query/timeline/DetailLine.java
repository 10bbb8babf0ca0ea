package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.DetailKey;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.web.UiText;

/**
 * A detail of an entry or of a patient, as formatted texts.
 *
 * @param elsewhere what names documents elsewhere, line by line, in place of the text
 */
public record DetailLine(String label, String text, List<ElsewhereLine> elsewhere) {

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?:.*: )?((?i:https?)://[^\\s\"'<>]+)");

    DetailLine(String label, String text) {
        this(label, text, List.of());
    }

    /** @param url a web address, which leads outside */
    public record ElsewhereLine(String text, Optional<String> url) {}

    static List<DetailLine> of(List<EntryDetail> details, UiText uiText) {
        return details.stream()
                .filter(detail -> !UiText.isDeleted(detail.text().orElse("")))
                .map(detail -> new DetailLine(
                        detail.key().startsWith("other:")
                                ? uiText.words(detail.key().substring("other:".length()))
                                : uiText.messageOr(detail.key(), "detail." + detail.key()),
                        uiText.words(text(detail, uiText)),
                        detail.key().equals(DetailKey.LINKS)
                                ? elsewhere(detail.text().orElse(""))
                                : List.of()))
                .toList();
    }

    /** A line is an address, or a title and an address. */
    private static List<ElsewhereLine> elsewhere(String lines) {
        return lines.lines()
                .map(line -> {
                    Matcher address = WEB_ADDRESS.matcher(line);
                    return new ElsewhereLine(
                            line, address.matches() ? Optional.of(address.group(1)) : Optional.empty());
                })
                .toList();
    }

    private static String text(EntryDetail detail, UiText uiText) {
        String text = detail.text().orElse("");
        return detail.time().map(uiText::partialDateTime).orElseGet(() -> switch (detail.key()) {
            case "class" -> uiText.messageOr(text, "class." + text);
            case "priority" -> uiText.messageOr(text, "priority." + text);
            case DetailKey.START -> text.equals(DetailKey.TO_BE_SET) ? uiText.message("value.toBeSet") : text;
            case "dosage", "dose", DetailKey.RATE -> DoseRange.inLanguage(text, uiText.message("range.to"));
            case DetailKey.COMPLETION,
                    DetailKey.STAY_STATUS,
                    DetailKey.APPOINTMENT_STATUS,
                    DetailKey.RESULT_STATUS,
                    DetailKey.DOCUMENT_STATUS,
                    DetailKey.RECORD_STATUS,
                    DetailKey.ORDER_STATUS,
                    DetailKey.INTENT,
                    DetailKey.CLINICAL_STATUS,
                    DetailKey.VERIFICATION_STATUS,
                    DetailKey.CRITICALITY,
                    DetailKey.CATEGORY -> codes(text, uiText);
            default -> text;
        });
    }

    /** FHIR's own codes have a name in each language; any other text is shown as sent. */
    private static String codes(String text, UiText uiText) {
        return Stream.of(text.split("; "))
                .map(code -> uiText.messageOr(code, "code." + code))
                .collect(Collectors.joining("; "));
    }
}
