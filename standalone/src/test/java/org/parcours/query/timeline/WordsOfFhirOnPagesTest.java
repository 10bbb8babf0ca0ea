package org.parcours.query.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.intake.fhir.mapping.FilledResource;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import org.parcours.events.Envelope;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.web.UiText;
import org.parcours.standalone.meaning.FhirTimelines;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.node.ObjectNode;

/** The words that Parcours itself writes are in the language of the page, for all that FHIR can report. */
class WordsOfFhirOnPagesTest {

    private static Stream<String> types() {
        return ResourceMapperRegistry.resourceTypes().stream()
                // It needs contained documents, and has no words of its own.
                .filter(type ->
                        !Set.of("Composition", "DocumentReference", "Specimen").contains(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_english_page_has_no_french_word_and_no_page_has_a_code_of_a_word(String type) {
        Set<String> shown = new TreeSet<>();
        for (int variant = 0; variant < 8; variant++) {
            FhirTimelines fhir = new FhirTimelines();
            ObjectNode resource = new FilledResource(variant).create(type);
            prepare(resource, variant);
            fhir.send(resource.toString());
            String english = String.join("\n", texts(view(fhir.timeline(), Locale.ENGLISH)));
            String french = String.join("\n", texts(view(fhir.timeline(), Locale.FRENCH)));

            assertThat(english).doesNotContain("{{");
            assertThat(french).doesNotContain("{{");
            frenchWords().forEach(word -> assertThat(Pattern.compile("(?<!\\p{L})" + Pattern.quote(word) + "(?!\\p{L})")
                            .matcher(english)
                            .find())
                    .as("%s in %s", word, english)
                    .isFalse());
            shown.add(english);
        }
        assertThat(shown).anySatisfy(page -> assertThat(page).contains("v1"));
    }

    private static void prepare(ObjectNode resource, int variant) {
        for (String name : List.of("subject", "patient")) {
            resource.remove(name);
        }
        String type = resource.path("resourceType").asString("");
        resource.putArray("identifier").addObject().put("system", "urn:ipp").put("value", "A");
        boolean named = Set.of("AllergyIntolerance", "Immunization").contains(type);
        if (!type.equals("Patient") && !type.equals("Appointment")) {
            resource.putObject(named ? "patient" : "subject")
                    .putObject("identifier")
                    .put("system", "urn:ipp")
                    .put("value", "A");
        }
        if (type.equals("Appointment")) {
            ObjectNode participant = resource.putArray("participant").addObject();
            participant.put("status", "accepted");
            participant
                    .putObject("actor")
                    .put("type", "Patient")
                    .putObject("identifier")
                    .put("system", "urn:ipp")
                    .put("value", "A");
            resource.put("status", "booked")
                    .put("start", "2026-03-11T10:00:00Z")
                    .put("end", "2026-03-11T11:00:00Z");
        }
        Stream.of("encounter", "context", "partOf", "link")
                .filter(name -> !type.equals("DocumentReference"))
                .forEach(resource::remove);
        resource.put("id", "r" + variant);
        statusOf(type, variant).ifPresent(status -> resource.put("status", status));
        if (resource.has("intent")) {
            resource.put("intent", type.equals("CarePlan") ? "proposal" : "order");
        }
        if (type.equals("MedicationRequest")) {
            resource.put("doNotPerform", variant % 4 == 3);
        }
    }

    private static Optional<String> statusOf(String type, int variant) {
        List<String> statuses =
                switch (type) {
                    case "Encounter" -> List.of("in-progress", "finished", "onleave", "triaged");
                    case "DiagnosticReport", "Observation" -> List.of("final", "preliminary", "amended", "registered");
                    case "ImagingStudy" -> List.of("available", "cancelled", "registered");
                    case "ServiceRequest", "MedicationRequest" -> List.of("active", "on-hold", "completed", "unknown");
                    case "MedicationAdministration" -> List.of("completed", "not-done", "on-hold", "unknown");
                    case "MedicationDispense" -> List.of("completed", "preparation", "on-hold", "unknown", "declined");
                    case "MedicationStatement" -> List.of("active", "not-taken", "completed");
                    case "Immunization" -> List.of("completed", "not-done");
                    case "Procedure" -> List.of("completed", "not-done", "in-progress", "on-hold");
                    case "CarePlan", "DeviceUseStatement" -> List.of("active", "completed");
                    case "Flag" -> List.of("active", "inactive");
                    default -> List.of();
                };
        return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(variant % statuses.size()));
    }

    private static Set<String> frenchWords() {
        ResourceBundle french = ResourceBundle.getBundle("query.messages", Locale.FRENCH);
        ResourceBundle english = ResourceBundle.getBundle("query.messages", Locale.ENGLISH);
        Set<String> words = new TreeSet<>();
        for (String key : french.keySet()) {
            boolean same = french.getString(key).equals(english.getString(key));
            if (key.startsWith("word.")
                    && !same
                    && french.getString(key).strip().length() > 2) {
                words.add(french.getString(key).strip());
            }
        }
        words.removeIf(word -> english.keySet().stream()
                .filter(key -> key.startsWith("word."))
                .anyMatch(key -> english.getString(key).contains(word)));
        assertThat(words).contains("débit", "si besoin (PRN)", "lundi", "Hypothèse", "Ne pas administrer");
        return words;
    }

    /** The page of the timeline, and that of each entry with its history. */
    private record Pages(TimelineView timeline, List<EntryPageView> entries) {}

    private static Pages view(Timeline timeline, Locale locale) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("query/messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        UiText uiText = new UiText(messages, locale, ZoneId.of("Europe/Paris"));
        PatientTimeline replayed = new ReplayedTimeline(timeline, uiText.zone());
        TimelineUrlParameters query = new TimelineUrlParameters(
                timeline.patient().id(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        return new Pages(
                TimelineView.of(
                        replayed,
                        new TimelineView.Request(query, Optional.empty(), Optional.empty(), Optional.empty(), now),
                        StepCatalogue.standard(),
                        uiText),
                timeline.entries().stream()
                        .map(entry ->
                                EntryPageView.of(replayed, entry.id(), query, now, StepCatalogue.standard(), uiText))
                        .toList());
    }

    /** All texts of a view; an event itself is of no language. */
    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        collect(value, texts);
        return texts;
    }

    private static void collect(Object value, List<String> texts) {
        switch (value) {
            case String text -> texts.add(text);
            case Optional<?> optional -> optional.ifPresent(each -> collect(each, texts));
            case Collection<?> values -> values.forEach(each -> collect(each, texts));
            case Envelope _ -> {}
            case Record view -> {
                for (RecordComponent component : view.getClass().getRecordComponents()) {
                    try {
                        component.getAccessor().setAccessible(true);
                        collect(component.getAccessor().invoke(view), texts);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            default -> {}
        }
    }
}
