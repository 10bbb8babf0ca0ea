package org.parcours.query.timeline;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.Demographics;
import org.parcours.events.DetailKey;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDateTime;
import org.parcours.events.TimePrecision;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.web.UiText;

/**
 * The patient's identity at the top of each page and of each printed sheet.
 *
 * @param age of a living patient, where the birth date is known to the day
 * @param deceased the date of death, with the age where both dates are known; present where the death is reported
 * @param birthOrder the rank of a twin
 * @param contacts phones and addresses
 * @param inactive an application states that the record is not in use
 * @param details what else is known of the person
 * @param unread names the fields of the messages that no mapping reads
 */
public record PatientBanner(
        String name,
        Optional<String> birthName,
        Optional<String> birth,
        Optional<String> age,
        Optional<String> deceased,
        Optional<String> birthOrder,
        Optional<String> sex,
        List<LabelledIdentifier> identifiers,
        List<String> contacts,
        boolean inactive,
        List<DetailLine> details,
        NoteListView notes,
        Optional<String> unread) {

    public record LabelledIdentifier(String label, String value) {}

    public static PatientBanner of(PatientIdentity identity, LocalDate today, UiText uiText) {
        Demographics demographics = identity.demographics();
        return new PatientBanner(
                uiText.personName(demographics.name().or(demographics::birthName)),
                uiText.birthName(demographics.name(), demographics.birthName(), demographics.sex()),
                demographics.birthDate().map(uiText::partialDate),
                demographics
                        .birthDate()
                        .filter(_ -> demographics.death().isEmpty())
                        .flatMap(birth -> uiText.age(birth, today)),
                demographics.death().map(death -> deceased(death, demographics, uiText)),
                demographics.birthOrder().map(rank -> uiText.message("patient.birthOrder.rank", rank)),
                demographics.sex().map(uiText::sex),
                identity.identifiers().stream()
                        .filter(identifier -> !UiText.isDeleted(identifier.value()))
                        .map(identifier ->
                                new LabelledIdentifier(label(identifier, identity, uiText), identifier.value()))
                        .toList(),
                Stream.of(demographics.phones(), demographics.workPhones(), demographics.addresses())
                        .flatMap(List::stream)
                        .filter(text -> !UiText.isDeleted(text))
                        .toList(),
                identity.details().isInactive(),
                DetailLine.of(
                        identity.details().details().stream()
                                .filter(detail -> !detail.key().equals(DetailKey.RECORD_STATUS))
                                .toList(),
                        uiText),
                NoteListView.of(identity.details().notes(), uiText),
                uiText.unread(identity.details().unread()));
    }

    /** Whether there is more to read than the traits and contacts. */
    public boolean hasMore() {
        return !details.isEmpty() || !notes.shown().isEmpty() || unread.isPresent();
    }

    private static String deceased(Demographics.Death death, Demographics demographics, UiText uiText) {
        if (death.at().isEmpty()) {
            return uiText.message("patient.deceased.dateUnknown");
        }
        PartialDateTime at = death.at().get();
        Optional<String> age = demographics
                .birthDate()
                .filter(_ -> at.precision().compareTo(TimePrecision.DAY) >= 0)
                .flatMap(birth -> uiText.age(birth, uiText.date(at)));
        return uiText.partialDateTime(at) + age.map(text -> " (" + text + ")").orElse("");
    }

    /** Names a merged record as the origin, because two identifiers of one type need an explanation. */
    private static String label(Identifier identifier, PatientIdentity identity, UiText uiText) {
        String name = uiText.identifierLabel(identifier);
        boolean absorbed = identity.merges().stream()
                .flatMap(merge -> merge.identifiers().stream())
                .anyMatch(identifier::isSameNumberAs);
        return absorbed ? uiText.message("identifier.merged", name) : name;
    }
}
