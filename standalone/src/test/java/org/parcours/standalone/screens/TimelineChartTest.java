package org.parcours.standalone.screens;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** What the timeline chart shows, and that its elements do not overlap. */
@BrowserTest
class TimelineChartTest {

    /** Returns the pairs of overlapping elements among those that a selector finds. */
    private static final String OVERLAPS = """
            const boxes = [...document.querySelectorAll(arguments[0])].map(e => [e, e.getBoundingClientRect()]);
            return boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
              .filter(([b, q]) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom)
              .map(([b]) => `${a.textContent} | ${b.textContent}`));""";

    private final EmbeddedParcours parcours;
    private final Browser browser;

    TimelineChartTest(EmbeddedParcours parcours, Browser browser) {
        this.parcours = parcours;
        this.browser = browser;
    }

    @ParameterizedTest
    @CsvSource({"1440,fr", "1280,en", "375,fr", "320,fr"})
    void dates_on_the_axis_do_not_touch(int width, String language) {
        String page = "/patients/"
                + PatientFixture.of("AXE", parcours)
                        .fact("PatientAdmitted.v2", ofDays(9), stay("A", "1", "CHIR-A"))
                        .step("nursing", "DONE", ofDays(70), "Ancien")
                        .step("nursing", "PLANNED", ofDays(-200), "Lointain")
                        .record();
        browser.setSize(width, 900).setColourScheme("light").visit(page + "?lang=" + language);

        for (WebElement range : browser.findAll("[data-range], [data-zoom=in]")) {
            range.click();
            assertThat(browser.findAll(".tick text")).as(range.getText()).isNotEmpty();
            assertThat((List<?>) browser.runScript(OVERLAPS, ".tick text"))
                    .as(range.getText())
                    .isEmpty();
        }
    }

    @Test
    void a_stay_shows_each_unit_of_the_patient() {
        String page = "/patients/"
                + PatientFixture.of("MUTE", parcours)
                        .fact("PatientAdmitted.v2", ofDays(9), stay("A", "1", "URGENCES"))
                        .fact("PatientTransferred.v1", ofDays(6), stay("A", "2", "REA-2"))
                        .fact("PatientTransferred.v1", ofDays(5), stay("A", "3", "BLOC"))
                        .fact("TransferCancelled.v1", ofDays(5).minusHours(1), movement("A", "3"))
                        .fact("PatientTransferred.v1", ofDays(3), stay("A", "4", "CARDIO-1"))
                        .record();
        browser.setSize(1280, 900).setColourScheme("light").visit(page);

        assertThat(browser.findAll(".bar-label"))
                .extracting(WebElement::getText)
                .containsExactly("URGENCES", "REA-2", "CARDIO-1");
    }

    @Test
    void overlapping_stays_are_drawn_one_below_the_other() {
        String page = "/patients/"
                + PatientFixture.of("DOUBLE", parcours)
                        .fact("PatientAdmitted.v2", ofDays(9), stay("A", "1", "MED-3"))
                        .fact("PatientAdmitted.v2", ofDays(5), stay("B", "2", "DIALYSE"))
                        .fact("PatientDischarged.v1", ofDays(2), stay("B", "3", "DIALYSE"))
                        .fact("PatientAdmitted.v2", ofHours(9), stay("C", "4", "IMAGERIE"))
                        .record();
        browser.setSize(1280, 900).setColourScheme("light").visit(page);
        browser.find("[data-range=all]").click();

        browser.await(() -> browser.findAll(".bar-shape.stay").size() == 3, "the three stays are drawn");
        assertThat((List<?>) browser.runScript(OVERLAPS, ".bar-shape.stay")).isEmpty();
        assertThat((List<?>) browser.runScript(OVERLAPS, ".bar-shape.stay, .mark"))
                .as("marks")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/,fr", "/patients/{id},fr", "/patients/{id},en", "/patients/{id}/journal,fr", "/nowhere,en"})
    void a_page_of_320_pixels_does_not_scroll_sideways(String path, String language) {
        String patient = PatientFixture.of("ETROITEMENTCOMPOSE", parcours)
                .fact("PatientAdmitted.v2", ofDays(9), stay("A", "1", "URGENCES"))
                .step("nursing", "DONE", Duration.ofMinutes(5), "Électroencéphalographiquement")
                .record();
        browser.setSize(320, 640).setColourScheme("light").visit(path.replace("{id}", patient) + "?lang=" + language);

        assertThat((Long) browser.runScript("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(320);
        browser.consoleProblems();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 375, 320})
    void the_name_of_an_application_does_not_break_within_a_word(int width) {
        String page = "/patients/"
                + PatientFixture.of("SOURCE", parcours)
                        .reportedBy("PLAN_DE_SOINS")
                        .step("nursing", "DONE", Duration.ofMinutes(5), "Pansement")
                        .reportedBy("BRANCARDAGE")
                        .step("transport", "CANCELLED", Duration.ofMinutes(4), "Retour en chambre")
                        .record();
        browser.setSize(width, 900).setColourScheme("light").visit(page);

        assertThat(browser.runScript("""
                        return [...document.querySelectorAll('.source span:last-child')]
                          .map(name => name.textContent + ' ' + name.getClientRects().length).sort().join()""")).isEqualTo("BRANCARDAGE 1,PLAN_DE_SOINS 1");
    }

    private static String stay(String visit, String movement, String unit) {
        return "%s,\"location\":{\"unit\":\"%s\"}".formatted(movement(visit, movement), unit);
    }

    private static String movement(String visit, String movement) {
        return """
                "visit":{"number":{"system":"urn:oid:2.999.10.2","value":"{number}%s"},"patientClass":"I"},
                "movement":{"id":{"system":"MVT","value":"{number}-%s"},"historic":false}""".formatted(visit, movement);
    }
}
