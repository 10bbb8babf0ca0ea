package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** The printed pages: each must be usable alone. */
@BrowserTest
class PrintTest {

    private static final int STEPS = 90;
    private static final double RIGHT_MARGIN = (210 - 11) / 25.4 * 72; // points, on A4
    private static final String REJECTED_EVENT = "{\"specversion\": \"1.0\", \"id\": \"ODD\", \"source\": \""
            + "EXPLORATIONS_FONCTIONNELLES_RESPIRATOIRES_ET_DU_SOMMEIL_PEDIATRIQUE\","
            + " \"type\": \"org.parcours.StepRecorded.v1\", \"data\": {\"occurredAt\": \"hier\"}}";
    private static String patient;
    private static String number;

    private final Browser browser;

    PrintTest(EmbeddedParcours parcours, Browser browser) {
        this.browser = browser;
        if (patient == null) {
            PatientFixture fixture = PatientFixture.of("PAPIER", parcours);
            FullTimelineFixture.addFacts(fixture);
            for (int i = 0; i < STEPS; i++) {
                fixture.step("physiotherapy", "DONE", Duration.ofMinutes(20L * i + 90), "Exercice " + i + ".");
            }
            patient = fixture.record();
            number = fixture.number();
            parcours.post("/api/facts", "application/cloudevents+json", REJECTED_EVENT);
            EmbeddedParcours.await(
                    () -> parcours.get(parcours.commandAddress, "/api/applications")
                            .body()
                            .contains("EXPLORATIONS_FONCTIONNELLES"),
                    "the application is counted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/journal"})
    void every_page_names_the_patient_and_no_words_overlap(String page) {
        browser.setSize(1280, 900).setColourScheme("dark").visit("/patients/" + patient + page + "?lang=fr");
        browser.await(
                () -> {
                    browser.runScript("document.querySelector('.more-entries')?.scrollIntoView()");
                    return browser.findAll(".more-entries").isEmpty();
                },
                "all entries are listed");

        List<PrintedPage> pages = PrintedPage.of(browser.printToPdf());

        assertThat(pages).hasSizeGreaterThan(2).allSatisfy(printedPage -> {
            assertThat(printedPage.text().lines().limit(2).collect(Collectors.joining(" ")))
                    .contains("PAPIER Odile", "3 févr. 1950", number);
            assertThat(printedPage.overlappingWords()).isEmpty();
        });
        String first = pages.getFirst().text();
        assertThat(first.indexOf("État au "))
                .as("the time of printing is at the top")
                .isBetween(1, 300);
        String all = pages.stream().map(PrintedPage::text).collect(Collectors.joining());
        for (int i = 0; i < STEPS; i++) {
            assertThat(all).contains("Exercice " + i + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void a_day_that_continues_on_the_next_page_is_named_there_again(String language) {
        browser.setSize(1280, 900).setColourScheme("light").visit("/patients/" + patient + "?lang=" + language);

        for (PrintedPage printedPage :
                PrintedPage.of(browser.printToPdf()).stream().skip(1).toList()) {
            assertThat(printedPage.text().lines().skip(1).limit(3).collect(Collectors.joining(" ")))
                    .as("the day of the first entry")
                    .containsPattern("(?i)(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|[a-z]+day) \\d");
        }
    }

    @ParameterizedTest
    @CsvSource({"/applications,quarantaine", "/quarantine,Motif"})
    void a_table_is_printed_up_to_its_last_column(String page, String lastColumn) {
        browser.setSize(1280, 900).setColourScheme("light").visit(page + "?lang=fr");

        assertThat(PrintedPage.of(browser.printToPdf()))
                .isNotEmpty()
                .allSatisfy(printedPage -> assertThat(printedPage.words())
                        .allSatisfy(word -> assertThat(word.bounds().getMaxX()).isLessThan(RIGHT_MARGIN)))
                .anySatisfy(printedPage -> assertThat(printedPage.words())
                        .extracting(PrintedPage.PrintedWord::text)
                        .contains(lastColumn));
    }
}
