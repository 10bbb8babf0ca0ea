package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.query.DemoLog;
import org.parcours.query.EventLogBuilder;

/** The labels of patients and steps on the pages. */
class PatientAndStepLabelsTest {

    private static final RunningQueryService SERVICE = new RunningQueryService();

    static {
        SERVICE.apply(DemoLog.events());
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void the_journal_shows_the_same_patient_banner_as_the_timeline() {
        for (String page : List.of("", "/journal")) {
            assertThat(page(SERVICE, DemoLog.SOPHIE, page))
                    .contains("MARTIN Sophie", "née LEFÈVRE", "17 avr. 1958", "8000417233");
        }
    }

    @Test
    void a_line_of_the_journal_names_its_step_and_links_to_it() {
        String journal = page(SERVICE, DemoLog.SOPHIE, "/journal");
        assertThat(text(journal))
                .contains(
                        "Étape enregistrée Kinésithérapie · Premier lever, 20 m avec deux cannes",
                        "Médicament administré Énoxaparine 4000 UI SC",
                        "Résultat corrigé Examen · Numération formule sanguine",
                        "Mutation REA-1")
                .contains(", HL7 v2")
                .doesNotContain("hl7v2");
        String link = "/patients/" + DemoLog.SOPHIE + "#";
        assertThat(Pattern.compile(Pattern.quote(link) + "(e-[0-9a-f-]+)\"")
                        .matcher(journal)
                        .results())
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(page(SERVICE, DemoLog.SOPHIE, "")).contains("id=\"" + entry.group(1) + "\""));
    }

    @Test
    void the_page_of_the_survivor_shows_the_merged_records() {
        assertThat(text(page(SERVICE, DemoLog.SOPHIE, "")))
                .contains("Ce dossier réunit aussi : MARTIN Sofie, IPP 8000999001, fusionné le 2 nov. 2026 11:01.")
                .contains("IPP fusionné 8000999001");
        assertThat(page(SERVICE, DemoLog.CROWDED, "")).doesNotContain("réunit aussi");
    }

    @Test
    void an_identifier_without_a_type_is_not_labelled_with_an_oid() {
        try (RunningQueryService service = new RunningQueryService()) {
            PatientId patient = EventLogBuilder.patient(7);
            EventLogBuilder log = new EventLogBuilder();
            log.add(
                    patient,
                    "2026-11-20T10:00",
                    new PatientRegistered(
                            List.of(Identifier.of("urn:oid:2.999.10.1", "4711")),
                            new Demographics(
                                    Optional.of(PersonName.of("SANS", "Type")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
            service.apply(log.events());

            for (String page : List.of(
                    page(service, patient, ""), service.page("/?lang=fr").body())) {
                assertThat(text(page)).contains("Identifiant 4711").doesNotContain("urn:oid");
            }
        }
    }

    private static String page(RunningQueryService service, PatientId patient, String page) {
        return service.page("/patients/" + patient + page + "?lang=fr").body();
    }

    /** The visible text, without the JSON of the events. */
    private static String text(String html) {
        return html.replaceAll("(?s)<pre.*?</pre>|<[^>]*>", " ")
                .replace("&#39;", "'")
                .replaceAll("\\s+", " ");
    }
}
