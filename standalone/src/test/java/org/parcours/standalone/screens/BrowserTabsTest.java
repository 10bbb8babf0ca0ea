package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/**
 * Timelines in several tabs of one browser. Over HTTP/1.1 a browser opens six connections to a server: seven tabs with a
 * stream each would leave the last one without any.
 */
@BrowserTest
class BrowserTabsTest {

    private static final int TABS = 7;

    /** A page asks again when its tab comes to the front; here it has to hear of changes in the background. */
    private static final String IN_THE_BACKGROUND =
            "document.addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true);";

    /** How the tabs share the stream; the script makes a browser that can do no better. */
    private enum Sharing {
        SHARED_WORKER(""),
        BROADCAST_CHANNEL("delete window.SharedWorker");

        private final String script;

        Sharing(String script) {
            this.script = script;
        }
    }

    private final EmbeddedParcours parcours;
    private final Browser browser;
    private final List<PatientFixture> patients = new ArrayList<>();

    BrowserTabsTest(EmbeddedParcours parcours, Browser browser) {
        this.browser = browser;
        this.parcours = parcours;
        browser.visit("/");
    }

    @AfterEach
    void close() {
        browser.closeTabs();
        browser.consoleProblems();
    }

    @ParameterizedTest
    @EnumSource
    void each_of_seven_tabs_loads_and_shows_the_new_step_of_its_patient(Sharing sharing) {
        List<String> tabs = openTabs(TABS, sharing);

        assertEachShows("Nouveau soin", tabs);
    }

    @Test
    void without_shared_workers_the_other_tabs_show_new_steps_after_that_with_the_stream_is_closed() {
        List<String> tabs = openTabs(3, Sharing.BROADCAST_CHANNEL);
        browser.switchToTab(tabs.getFirst()).closeTab();

        assertEachShows("Soin suivant", tabs.subList(1, 3));
    }

    private List<String> openTabs(int count, Sharing sharing) {
        for (int i = 0; i < count; i++) {
            patients.add(
                    PatientFixture.of("ONGLET", parcours).step("nursing", "DONE", Duration.ofMinutes(30), "Début"));
        }
        List<String> tabs = patients.stream()
                .map(patient -> browser.openTab(
                        IN_THE_BACKGROUND + sharing.script, "/patients/" + patient.record() + "?lang=en"))
                .toList();
        assertThat(browser.runScript("return performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                .as("the protocol, without which this proves nothing")
                .isEqualTo("http/1.1");
        return tabs;
    }

    /** @param tabs of the last patients */
    private void assertEachShows(String title, List<String> tabs) {
        List<PatientFixture> shown = patients.subList(patients.size() - tabs.size(), patients.size());
        shown.forEach(patient ->
                patient.step("nursing", "DONE", Duration.ofMinutes(1), title).record());
        for (String tab : tabs) {
            browser.switchToTab(tab);
            browser.await(
                    () -> browser.shows(title), "tab " + (tabs.indexOf(tab) + 1) + " of " + tabs.size() + " shows it");
        }
    }
}
