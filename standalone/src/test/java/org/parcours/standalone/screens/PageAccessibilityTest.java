package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.EmbeddedParcours;
import tools.jackson.databind.json.JsonMapper;

/** Every page in a real browser, for a patient with every kind of entry and one with 500 steps. */
@BrowserTest
class PageAccessibilityTest {

    private static final int STEPS = 500;

    private static String fullTimeline;
    private static String longTimeline;
    private static String rejected;

    private final Browser browser;

    PageAccessibilityTest(EmbeddedParcours parcours, Browser browser) {
        this.browser = browser;
        if (fullTimeline == null) {
            fullTimeline = FullTimelineFixture.record(parcours);
            PatientFixture patient = PatientFixture.of("LONGUE", parcours);
            for (int i = 0; i < STEPS; i++) {
                patient.step("physiotherapy", "DONE", Duration.ofHours(6L * (STEPS - i)), "Exercice " + i);
            }
            longTimeline = patient.record();
            rejected = recordRejectedMessage(parcours);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/,fr,1280,light",
        "/,en,375,dark",
        "/patients/{everything},fr,1280,light",
        "/patients/{everything},en,375,light",
        "/patients/{everything},fr,1280,dark",
        "/patients/{everything},en,375,dark",
        "/patients/{everything}/journal,fr,1280,light",
        "/patients/{everything}/journal,en,375,dark",
        "/patients/{crowded},fr,1280,light",
        "/applications,fr,1280,light",
        "/applications,en,375,dark",
        "/applications/one?name=KINE,fr,1280,light",
        "/quarantine,fr,1280,light",
        "/quarantine,en,375,dark",
        "/quarantine/{rejected},fr,1280,dark",
        "/quarantine/{rejected},en,375,light"
    })
    void a_page_has_no_console_error_and_no_serious_accessibility_violation(
            String path, String language, int width, String scheme) {
        browser.setSize(width, 900)
                .setColourScheme(scheme)
                .visit(resolvePath(path) + (path.contains("?") ? "&" : "?") + "lang=" + language);
        // axe takes a minute for five hundred entries; sixty are enough.
        browser.runScript("[...document.querySelectorAll('main ol li')].slice(60).forEach(entry => entry.remove())");
        browser.runScript("document.querySelectorAll('details').forEach(details => details.open = true)");

        assertThat(browser.consoleProblems()).as("console").isEmpty();
        assertThat(browser.accessibilityViolations()).isEmpty();
    }

    @Test
    void the_list_below_the_chart_has_every_step() {
        browser.setSize(1280, 900).setColourScheme("light").visit(resolvePath("/patients/{crowded}?lang=en"));

        browser.await(
                () -> {
                    browser.runScript("document.querySelector('.more-entries')?.scrollIntoView()");
                    return browser.findAll(".more-entries").isEmpty();
                },
                "all entries are listed");
        assertThat(browser.findAll("main ol li time")).hasSizeGreaterThanOrEqualTo(STEPS);
        WebElement chart = browser.find("svg");
        assertThat(chart.findElement(By.xpath("ancestor-or-self::*[@aria-hidden='true']")))
                .as("the chart is hidden from assistive technology, which reads the list")
                .isNotNull();
    }

    private static String resolvePath(String path) {
        return path.replace("{everything}", fullTimeline)
                .replace("{crowded}", longTimeline)
                .replace("{rejected}", rejected);
    }

    private static String recordRejectedMessage(EmbeddedParcours parcours) {
        String event = "{\"specversion\": \"1.0\", \"id\": \"ODD\", \"source\": \"KINE\","
                + " \"type\": \"org.parcours.StepRecorded.v1\", \"data\": {\"occurredAt\": \"hier\"}}";
        parcours.post("/api/facts", "application/cloudevents+json", event);
        String response = parcours.get(parcours.commandAddress, "/api/quarantine?state=open&limit=1")
                .body();
        return JsonMapper.shared().readTree(response).get(0).get("id").asString();
    }
}
