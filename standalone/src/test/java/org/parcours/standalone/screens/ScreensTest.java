package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.WholeHospital;
import tools.jackson.databind.json.JsonMapper;

/** Every page in a real browser, of a patient to whom everything has happened, and of one with 500 steps. */
@OnScreen
class ScreensTest {

    private static final int STEPS = 500;

    private static String everything;
    private static String crowded;
    private static String refused;

    private final Browser browser;

    ScreensTest(WholeHospital hospital, Browser browser) {
        this.browser = browser;
        if (everything == null) {
            everything = Everything.of(hospital);
            Chart chart = Chart.of("LONGUE", hospital);
            for (int i = 0; i < STEPS; i++) {
                chart.step("physiotherapy", "DONE", Duration.ofHours(6L * (STEPS - i)), "Exercice " + i);
            }
            crowded = chart.told();
            refused = refusedOf(hospital);
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
        "/quarantine/{refused},fr,1280,dark",
        "/quarantine/{refused},en,375,light"
    })
    void a_page_opens_without_a_console_error_and_axe_finds_no_serious_fault(
            String path, String language, int width, String scheme) {
        browser.sized(width, 900).in(scheme).visit(of(path) + (path.contains("?") ? "&" : "?") + "lang=" + language);
        // Of five hundred alike axe would look at every word for a minute.
        browser.run("[...document.querySelectorAll('main ol li')].slice(60).forEach(alike => alike.remove())");
        browser.run("document.querySelectorAll('details').forEach(details => details.open = true)");

        assertThat(browser.console()).as("console").isEmpty();
        assertThat(browser.seriousFaults()).isEmpty();
    }

    @Test
    void the_list_behind_the_picture_has_every_step() {
        browser.sized(1280, 900).in("light").visit(of("/patients/{crowded}?lang=en"));

        assertThat(browser.all("main ol li time")).hasSizeGreaterThanOrEqualTo(STEPS);
        WebElement picture = browser.one("svg");
        assertThat(picture.findElement(By.xpath("ancestor-or-self::*[@aria-hidden='true']")))
                .as("the picture is hidden from assistive technology: the list says it all")
                .isNotNull();
    }

    private static String of(String path) {
        return path.replace("{everything}", everything)
                .replace("{crowded}", crowded)
                .replace("{refused}", refused);
    }

    private static String refusedOf(WholeHospital hospital) {
        String odd = "{\"specversion\": \"1.0\", \"id\": \"ODD\", \"source\": \"KINE\","
                + " \"type\": \"org.parcours.StepRecorded.v1\", \"data\": {\"occurredAt\": \"hier\"}}";
        hospital.post("/api/facts", "application/cloudevents+json", odd);
        String open = hospital.get(hospital.commandAddress, "/api/quarantine?state=open&limit=1")
                .body();
        return JsonMapper.shared().readTree(open).get(0).get("id").asString();
    }
}
