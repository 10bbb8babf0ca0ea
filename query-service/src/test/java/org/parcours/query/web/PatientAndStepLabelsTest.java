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

/** Whose page it is, and which step a line tells of. */
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
    void the_journal_says_whose_it_is_as_the_timeline_does() {
        for (String page : List.of("", "/journal")) {
            assertThat(page(SERVICE, DemoLog.SOPHIE, page))
                    .contains("MARTIN Sophie", "née LEFÈVRE", "17 avr. 1958", "8000417233");
        }
    }

    @Test
    void a_line_of_the_journal_says_which_step_it_tells_of_and_leads_to_it() {
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
    void the_survivors_page_says_what_was_merged_into_it() {
        assertThat(text(page(SERVICE, DemoLog.SOPHIE, "")))
                .contains("Ce dossier réunit aussi : MARTIN Sofie, IPP 8000999001, fusionné le 2 nov. 2026 11:01.")
                .contains("IPP fusionné 8000999001");
        assertThat(page(SERVICE, DemoLog.CROWDED, "")).doesNotContain("réunit aussi");
    }

    @Test
    void a_number_whose_kind_nobody_told_is_no_oid_to_people() {
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

    /** What is read, without the whole events. */
    private static String text(String html) {
        return html.replaceAll("(?s)<pre.*?</pre>|<[^>]*>", " ")
                .replace("&#39;", "'")
                .replaceAll("\\s+", " ");
    }
}
