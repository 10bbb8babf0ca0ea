package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** A Kafka outage while a page is open. Other tests of the shared services run before or after it. */
@BrowserTest
class KafkaOutageTest {

    private final EmbeddedParcours parcours;
    private final Browser browser;

    KafkaOutageTest(EmbeddedParcours parcours, Browser browser) {
        this.parcours = parcours;
        this.browser = browser;
    }

    @Test
    void an_open_page_shows_that_updates_are_interrupted_until_they_resume() {
        PatientFixture patient =
                PatientFixture.of("COUPURE", parcours).step("nursing", "DONE", Duration.ofMinutes(9), "Avant");
        browser.setSize(1280, 900).setColourScheme("light").visit("/patients/" + patient.record() + "?lang=en");
        browser.await(() -> liveStatus().equals("Live"), "the page is live");

        parcours.stopKafka();
        try {
            browser.await(() -> liveStatus().equals("Updates interrupted"), "the page shows that it is behind");
            assertThat(browser.find("#up-to-date .news").getText()).startsWith("last event: ");
        } finally {
            parcours.startKafka();
        }

        patient.step("nursing", "DONE", Duration.ofMinutes(1), "Après").record();
        browser.await(() -> browser.shows("Après") && !liveStatus().contains("interrupted"), "the updates resume");
    }

    private String liveStatus() {
        return browser.find("#up-to-date .word").getText();
    }
}
