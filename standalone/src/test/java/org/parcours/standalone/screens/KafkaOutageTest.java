package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** A Kafka outage while a page is open. It has its own {@link EmbeddedParcours}: the shared one needs its Kafka. */
@BrowserTest
class KafkaOutageTest {

    @TempDir
    private Path data;

    @Test
    void an_open_page_shows_that_updates_are_interrupted_until_they_resume() {
        try (EmbeddedParcours parcours = EmbeddedParcours.open(data.resolve("hospital"));
                Browser browser = Browser.open(parcours.queryAddress, data.resolve("browser"))) {
            PatientFixture patient =
                    PatientFixture.of("COUPURE", parcours).step("nursing", "DONE", Duration.ofMinutes(9), "Avant");
            browser.visit("/patients/" + patient.record() + "?lang=en");
            browser.await(() -> liveStatus(browser).equals("Live"), "the page is live");

            parcours.stopKafka();

            browser.await(() -> liveStatus(browser).equals("Updates interrupted"), "the page shows that it is behind");
            assertThat(browser.find("#up-to-date .news").getText()).startsWith("last news: ");

            parcours.startKafka();

            patient.step("nursing", "DONE", Duration.ofMinutes(1), "Après").record();
            browser.await(
                    () -> browser.shows("Après") && !liveStatus(browser).contains("interrupted"), "the updates resume");
        }
    }

    private static String liveStatus(Browser browser) {
        return browser.find("#up-to-date .word").getText();
    }
}
