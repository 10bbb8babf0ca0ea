package org.parcours.query.timeline;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.TimePrecision;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.web.UiText;

/** The patient's identity at the top of each page and of each printed sheet. */
public record PatientBanner(
        String name,
        Optional<String> birthName,
        Optional<String> birth,
        Optional<String> age,
        Optional<String> sex,
        List<LabelledIdentifier> identifiers) {

    public record LabelledIdentifier(String label, String value) {}

    public static PatientBanner of(PatientIdentity identity, LocalDate today, UiText uiText) {
        Demographics demographics = identity.demographics();
        return new PatientBanner(
                uiText.personName(demographics.name().or(demographics::birthName)),
                uiText.birthName(demographics.name(), demographics.birthName(), demographics.sex()),
                demographics.birthDate().map(uiText::partialDate),
                demographics
                        .birthDate()
                        .filter(birth -> birth.precision() == TimePrecision.DAY)
                        .map(birth -> uiText.age(birth.day(), today)),
                demographics.sex().map(uiText::sex),
                identity.identifiers().stream()
                        .map(identifier ->
                                new LabelledIdentifier(label(identifier, identity, uiText), identifier.value()))
                        .toList());
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
