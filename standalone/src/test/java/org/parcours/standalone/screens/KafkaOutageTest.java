package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** Kafka goes away and comes back while a page is open. Its own hospital, for the others need their Kafka. */
@BrowserTest
class KafkaOutageTest {

    @TempDir
    private Path data;

    @Test
    void an_open_page_says_that_its_updates_are_interrupted_until_they_go_on() {
        try (EmbeddedParcours parcours = EmbeddedParcours.open(data.resolve("hospital"));
                Browser browser = Browser.open(parcours.queryAddress, data.resolve("browser"))) {
            PatientFixture patient =
                    PatientFixture.of("COUPURE", parcours).step("nursing", "DONE", Duration.ofMinutes(9), "Avant");
            browser.visit("/patients/" + patient.record() + "?lang=en");
            browser.await(() -> liveStatus(browser).equals("Live"), "the page is live");

            parcours.stopKafka();

            browser.await(() -> liveStatus(browser).equals("Updates interrupted"), "the page says that it is behind");
            assertThat(browser.find("#up-to-date .news").getText()).startsWith("last news: ");

            parcours.startKafka();

            patient.step("nursing", "DONE", Duration.ofMinutes(1), "Après").record();
            browser.await(() -> browser.shows("Après") && !liveStatus(browser).contains("interrupted"), "it goes on");
        }
    }

    private static String liveStatus(Browser browser) {
        return browser.find("#up-to-date .word").getText();
    }
}
