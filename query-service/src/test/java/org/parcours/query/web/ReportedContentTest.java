package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.PatientId;
import org.parcours.query.AnnotatedLog;

/** What a message states besides, on the pages and in the API: precision, notes, details, unread fields, statuses. */
@Timeout(60)
class ReportedContentTest {

    private static final RunningQueryService SERVICE = new RunningQueryService();

    static {
        SERVICE.apply(AnnotatedLog.events());
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void a_time_is_shown_as_precise_as_it_was_reported() {
        assertThat(when("Vaccin de 2026")).isEqualTo("2026");
        assertThat(when("Rééducation en mars")).isEqualTo("mars 2026");
        assertThat(when("Pansement du 10")).isEqualTo("10 mars 2026");
        assertThat(when("Toilette de 9 heures")).isEqualTo("9 h");
        assertThat(when("Ronde de 23 h 30")).isEqualTo("23:30");
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains("daté de mars 2026", "daté du 10 mars 2026 ·", "daté du 10 mars 2026 9 h ·")
                .doesNotContain("10 mars 2026 00:00", "mars 2026 00:00");
    }

    @Test
    void an_entry_is_listed_under_the_month_or_year_that_is_known() {
        assertThat(headings())
                .containsSubsequence(
                        "Mercredi 11 mars 2026", "Mardi 10 mars 2026", "Lundi 9 mars 2026", "Mars 2026", "2026")
                .doesNotContain("Dimanche 1 mars 2026", "Jeudi 1 janvier 2026");
    }

    @Test
    void a_date_is_that_of_its_text_and_is_listed_with_its_day() {
        assertThat(when("Téléconsultation de Nouméa")).isEqualTo("10 mars 2026");
        for (String day : List.of("Pansement du 10", "Téléconsultation de Nouméa")) {
            assertThat(titles(page(AnnotatedLog.ODETTE, "fr")))
                    .containsSubsequence("Toilette de 9 heures", day, "Ronde de 23 h 30");
            assertThat(JsonPath.<List<String>>read(timeline(), "$.entries[*].title"))
                    .containsSubsequence("Toilette de 9 heures", day, "Ronde de 23 h 30");
        }
    }

    @Test
    void a_time_that_was_not_stated_says_what_it_is() {
        assertThat(when("Heure du message")).isEqualTo("14:05 signalé");
        assertThat(when("Sans heure")).isEqualTo("heure inconnue reçu 15:05");
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains("signalé le 11 mars 2026 14:05", "heure inconnue, reçu le 11 mars 2026 15:05")
                .doesNotContain("daté du 11 mars 2026 15:05");
        assertThat(text(AnnotatedLog.ODETTE, "en"))
                .contains("reported 11 Mar 2026 14:05", "time unknown, received 11 Mar 2026 15:05");
    }

    @Test
    void the_repeated_hour_of_autumn_names_its_offset() {
        assertThat(when("Avant le changement d'heure")).isEqualTo("02:30 (+02:00)");
        assertThat(when("Après le changement d'heure")).isEqualTo("02:30 (+01:00)");
        assertThat(text(AnnotatedLog.ODETTE, "fr")).contains("Cette heure existe deux fois");
    }

    @Test
    void the_chart_gets_the_period_of_a_date_and_a_mark_in_its_middle() {
        String picture = SERVICE.get(
                        "/patients/" + AnnotatedLog.ODETTE + "/picture?from=2026-03-01T00:00&to=2026-04-01T00:00")
                .body();
        Map<String, Object> mark = JsonPath.<List<Map<String, Object>>>read(
                        picture, "$.marks[?(@.title=='Pansement du 10')]")
                .getFirst();
        assertThat(mark)
                .containsEntry("start", "2026-03-10T12:00:00")
                .containsEntry("period", Map.of("from", "2026-03-10T00:00:00", "to", "2026-03-11T00:00:00"))
                .containsEntry("text", "10 mars 2026");
        assertThat(JsonPath.<List<Map<String, String>>>read(picture, "$.bars[?(@.kind=='stay')].time"))
                .contains(Map.of("from", "2026-03-16T00:00:00", "to", "2026-03-19T00:00:00"));
    }

    @Test
    void the_box_of_the_stay_shows_days_without_a_time() {
        assertThat(text(AnnotatedLog.ODETTE, "fr")).contains("16 mars 2026 → 18 mars 2026", "Durée J2");
    }

    @Test
    void the_api_has_time_precision_and_origin() {
        Map<String, Object> day = entry("Pansement du 10");
        assertThat(day.get("occurredAt"))
                .isEqualTo(Map.of("time", "2026-03-10T00:00:00+01:00", "precision", "DAY", "origin", "STATED"));
        assertThat(day).containsEntry("start", "2026-03-10T00:00:00+01:00").containsEntry("startPrecision", "DAY");
        assertThat(entry("Sans heure").get("occurredAt"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("origin", "RECEIVED");
        assertThat(JsonPath.<List<String>>read(timeline(), "$.entries[?(@.kind=='medication')].details.start"))
                .containsExactly("2026-03-14");
    }

    @Test
    void notes_are_shown_at_their_owner_with_their_lines() {
        String page = page(AnnotatedLog.ODETTE, "fr");
        assertThat(page).contains("Prélèvement difficile.\nÀ recontrôler.</p>").containsPattern("""
                        (?s)Potassium</span> <b>6,9 mmol/L</b>(?:(?!<b>).)*<p class="note">Hémolyse.\\nNe pas interpréter.</p>""");
        assertThat(history(page)).contains("Prélèvement difficile.", "Ne pas écraser.");
        assertThat(entry("Bilan").get("notes")).isEqualTo(List.of("Prélèvement difficile.\nÀ recontrôler."));
        assertThat(text(AnnotatedLog.ODETTE, "/journal", "fr")).contains("Interprète nécessaire.", "PID-26");
    }

    @Test
    void details_have_labels_and_an_unknown_key_shows_itself() {
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains("Voie Intraveineuse", "Début 14 mars 2026 localKey valeur locale");
        assertThat(text(AnnotatedLog.ODETTE, "en")).contains("Route Intraveineuse", "Start 14 Mar 2026");
        assertThat(history(page(AnnotatedLog.ODETTE, "fr"))).contains("Intraveineuse");
    }

    @Test
    void documents_show_their_restrictions_and_attachments_are_listed() {
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains(
                        "Lettre · application/pdf · 90 ko masqué aux professionnels non visible par le patient",
                        "Photographie · image/jpeg");
    }

    @Test
    void unread_fields_are_named_and_mark_the_entry_where_they_can_change_the_meaning() {
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains("Champs non lus : OBX-17, NTE-4", "Un champ non lu peut changer le sens");
        assertThat(entry("Bilan").get("unread")).isEqualTo(List.of("OBX-17", "NTE-4"));
    }

    @Test
    void each_status_of_a_value_is_named() {
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains(
                        "Dosage PENDING 1 mmol/L en attente",
                        "Dosage UNVERIFIED 1 mmol/L non validé",
                        "Dosage PRELIMINARY 1 mmol/L provisoire",
                        "Dosage CONFIRMED 1 mmol/L confirmé",
                        "Dosage CORRECTED 1 mmol/L corrigé",
                        "Dosage NOT_OBTAINED 1 mmol/L non obtenu",
                        "Dosage WRONG 1 mmol/L erroné");
    }

    @Test
    void a_value_shows_its_time_where_that_is_not_the_time_of_the_entry() {
        assertThat(text(AnnotatedLog.ODETTE, "fr")).contains("Lactates 2,1 mmol/L 06:40");
    }

    @Test
    void a_text_with_columns_keeps_them() {
        assertThat(page(AnnotatedLog.ODETTE, "fr"))
                .containsPattern("<li class=\"columns\"><span class=\"name\">Antibiogramme</span> <b>"
                        + Pattern.quote(AnnotatedLog.ANTIBIOGRAM.replace(">", "&gt;")));
    }

    @Test
    void many_values_and_series_are_behind_a_disclosure() {
        assertThat(text(AnnotatedLog.ODETTE, "fr"))
                .contains("18 autres valeurs", "SpO2 98 % 07:59 240 valeurs, de 91 à 98, 1 signalée");
        assertThat(JsonPath.<List<Object>>read(timeline(), "$.entries[?(@.title=='Surveillance')].values[*]"))
                .hasSize(240);
    }

    @Test
    void values_keep_their_codes_in_other_systems_in_the_api() {
        assertThat(JsonPath.<List<String>>read(
                        timeline(), "$.entries[?(@.title=='Bilan')].values[0].otherCodes[0].code"))
                .containsExactly("LOINC-1");
    }

    @Test
    void the_banner_shows_a_partial_birth_date_without_an_age_and_the_contacts() {
        String banner = banner(AnnotatedLog.ODETTE);
        assertThat(banner)
                .contains("Naissance 1958 Sexe", "n° LABO (CHU) 4711", "n° LABO (CHU, SITE2) 4712")
                .contains("Coordonnées 01 23 45 67 89 06 11 22 33 44 3 rue des Lilas")
                .doesNotContain(" ans", "Décès");
        assertThat(SERVICE.page("/?lang=fr").body()).contains("<span>1958</span>");
    }

    @Test
    void the_banner_shows_a_death_with_the_age_at_it_and_the_rank_of_a_twin() {
        assertThat(banner(AnnotatedLog.TWIN))
                .contains("Décès 2 mars 2026 (75 ans)", "Naissance 1 mai 1950 Naissance multiple n° 2")
                .doesNotContain("76 ans");
    }

    @Test
    void two_quotes_are_shown_nowhere() {
        for (String path : List.of("", "/journal")) {
            assertThat(text(AnnotatedLog.TWIN, path, "fr")).contains("LENOIR").doesNotContain("\"\"", "&quot;&quot;");
        }
        assertThat(text(SERVICE.page("/?lang=fr").body())).contains("LENOIR").doesNotContain("&quot;&quot;");
    }

    private static Map<String, Object> entry(String title) {
        return JsonPath.<List<Map<String, Object>>>read(timeline(), "$.entries[?(@.title==\"" + title + "\")]")
                .getFirst();
    }

    private static String timeline() {
        return SERVICE.get("/api/patients/" + AnnotatedLog.ODETTE + "/timeline?limit=500")
                .body();
    }

    private static String page(PatientId patient, String language) {
        return SERVICE.completePage("/patients/" + patient + "?lang=" + language);
    }

    private static String text(PatientId patient, String language) {
        return text(page(patient, language));
    }

    private static String text(PatientId patient, String path, String language) {
        return text(SERVICE.page("/patients/" + patient + path + "?lang=" + language)
                .body());
    }

    /** The visible text, without the JSON of the events. */
    private static String text(String html) {
        return html.replaceAll("(?s)<pre.*?</pre>|<[^>]*>", " ")
                .replace("&#39;", "'")
                .replaceAll("\\s+", " ");
    }

    /** The text of the column "when" of an entry. */
    private static String when(String title) {
        String page = page(AnnotatedLog.ODETTE, "fr");
        int at = page.indexOf("class=\"title\">" + title.replace("'", "&#39;"));
        int start = page.lastIndexOf("<p class=\"when\">", at);
        return text(page.substring(start, page.indexOf("</p>", start))).strip();
    }

    private static List<String> titles(String page) {
        return matches(page, "class=\"title\">([^<]*)<");
    }

    private static List<String> headings() {
        return matches(page(AnnotatedLog.ODETTE, "fr"), "<h3><time[^>]*>([^<]*)<");
    }

    private static List<String> matches(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String history(String page) {
        Matcher details = Pattern.compile("(?s)<details class=\"history\".*?</ol>\\s*</details>")
                .matcher(page);
        return String.join("\n", details.results().map(match -> match.group()).toList());
    }

    private static String banner(PatientId patient) {
        Matcher section =
                Pattern.compile("(?s)<section class=\"patient\".*?</section>").matcher(page(patient, "fr"));
        assertThat(section.find()).isTrue();
        return text(section.group());
    }
}
