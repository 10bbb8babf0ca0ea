package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parcours.standalone.acceptance.WholeHospital;

/** A timeline that stays open while the hospital goes on. */
@ExtendWith(InABrowser.class)
class LiveTimelineTest {

    private final Browser browser;
    private final Chart chart;

    LiveTimelineTest(WholeHospital hospital, Browser browser) {
        this.browser = browser;
        this.chart = Chart.of("SUIVI", hospital).step("nursing", "DONE", Duration.ofMinutes(30), "Premier soin");
        browser.sized(1280, 900).in("light").visit("/patients/" + chart.told() + "?lang=en");
    }

    @Test
    void what_happens_next_is_shown() {
        chart.step("nursing", "DONE", Duration.ofMinutes(1), "Deuxième soin").told();

        browser.until(() -> browser.shows("Deuxième soin"), "the new step is on the page");
        assertThat(browser.console()).isEmpty();
    }
}
