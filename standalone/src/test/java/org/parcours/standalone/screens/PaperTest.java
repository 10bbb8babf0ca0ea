package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.standalone.acceptance.WholeHospital;

/** What comes out of the printer: a sheet may be all that somebody has. */
@OnScreen
class PaperTest {

    private static final int STEPS = 90;
    private static final double RIGHT_MARGIN = (210 - 11) / 25.4 * 72; // points, on A4
    private static final String REFUSED = "{\"specversion\": \"1.0\", \"id\": \"ODD\", \"source\": \""
            + "EXPLORATIONS_FONCTIONNELLES_RESPIRATOIRES_ET_DU_SOMMEIL_PEDIATRIQUE\","
            + " \"type\": \"org.parcours.StepRecorded.v1\", \"data\": {\"occurredAt\": \"hier\"}}";
    private static String patient;
    private static String number;

    private final Browser browser;

    PaperTest(WholeHospital hospital, Browser browser) {
        this.browser = browser;
        if (patient == null) {
            Chart chart = Chart.of("PAPIER", hospital);
            Everything.happensTo(chart);
            for (int i = 0; i < STEPS; i++) {
                chart.step("physiotherapy", "DONE", Duration.ofMinutes(20L * i + 90), "Exercice " + i + ".");
            }
            patient = chart.told();
            number = chart.number();
            hospital.post("/api/facts", "application/cloudevents+json", REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/journal"})
    void every_sheet_says_whose_it_is_and_nothing_is_printed_over_anything(String page) {
        browser.sized(1280, 900).in("dark").visit("/patients/" + patient + page + "?lang=fr");

        List<Sheet> sheets = Sheet.of(browser.printed());

        assertThat(sheets).hasSizeGreaterThan(2).allSatisfy(sheet -> {
            assertThat(sheet.text().lines().limit(2).collect(Collectors.joining(" ")))
                    .contains("PAPIER Odile", "3 févr. 1950", number);
            assertThat(sheet.overprinted()).isEmpty();
        });
        String first = sheets.getFirst().text();
        assertThat(first.indexOf("État au "))
                .as("when it was printed stands before what was printed")
                .isBetween(1, 300);
        String all = sheets.stream().map(Sheet::text).collect(Collectors.joining());
        for (int i = 0; i < STEPS; i++) {
            assertThat(all).contains("Exercice " + i + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void a_day_that_goes_on_on_the_next_sheet_is_named_there_again(String language) {
        browser.sized(1280, 900).in("light").visit("/patients/" + patient + "?lang=" + language);

        for (Sheet sheet : Sheet.of(browser.printed()).stream().skip(1).toList()) {
            assertThat(sheet.text().lines().skip(1).limit(3).collect(Collectors.joining(" ")))
                    .as("the day of the first entry")
                    .containsPattern("(?i)(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|[a-z]+day) \\d");
        }
    }

    @ParameterizedTest
    @CsvSource({"/applications,quarantaine", "/quarantine,Motif"})
    void a_table_is_printed_up_to_its_last_column(String page, String lastColumn) {
        browser.sized(1280, 900).in("light").visit(page + "?lang=fr");

        assertThat(Sheet.of(browser.printed()))
                .isNotEmpty()
                .allSatisfy(sheet -> assertThat(sheet.words())
                        .allSatisfy(word -> assertThat(word.place().getMaxX()).isLessThan(RIGHT_MARGIN)))
                .anySatisfy(sheet ->
                        assertThat(sheet.words()).extracting(Sheet.Word::text).contains(lastColumn));
    }
}
