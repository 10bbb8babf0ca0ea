package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.standalone.acceptance.WholeHospital;

/** Kafka goes away and comes back while a page is open. Its own hospital, for the others need their Kafka. */
@OnScreen
class KafkaAwayTest {

    @TempDir
    private Path data;

    @Test
    void an_open_page_says_that_its_updates_are_interrupted_until_they_go_on() {
        try (WholeHospital hospital = WholeHospital.open(data.resolve("hospital"));
                Browser browser = Browser.open(hospital.queryAddress, data.resolve("browser"))) {
            Chart chart = Chart.of("COUPURE", hospital).step("nursing", "DONE", Duration.ofMinutes(9), "Avant");
            browser.visit("/patients/" + chart.told() + "?lang=en");
            browser.until(() -> word(browser).equals("Live"), "the page is live");

            hospital.stopKafka();

            browser.until(() -> word(browser).equals("Updates interrupted"), "the page says that it is behind");
            assertThat(browser.one("#up-to-date .news").getText()).startsWith("last event: ");

            hospital.startKafka();

            chart.step("nursing", "DONE", Duration.ofMinutes(1), "Après").told();
            browser.until(() -> browser.shows("Après") && !word(browser).contains("interrupted"), "it goes on");
        }
    }

    private static String word(Browser browser) {
        return browser.one("#up-to-date .word").getText();
    }
}
