package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** An open timeline page while new events arrive. */
@BrowserTest
class LiveTimelineTest {

    private final Browser browser;
    private final PatientFixture patient;
    private final String page;

    LiveTimelineTest(EmbeddedParcours parcours, Browser browser) {
        this.browser = browser;
        this.patient =
                PatientFixture.of("SUIVI", parcours).step("nursing", "DONE", Duration.ofMinutes(30), "Premier soin");
        this.page = "/patients/" + patient.record();
        browser.setSize(1280, 900).setColourScheme("light").visit(page + "?lang=en");
    }

    @AfterEach
    void reconnect() {
        browser.blockRequests();
        browser.consoleProblems();
    }

    @Test
    void a_new_step_is_shown() {
        recordStep("nursing", "Deuxième soin");

        browser.await(() -> browser.shows("Deuxième soin"), "the new step is on the page");
        assertThat(browser.consoleProblems()).isEmpty();
    }

    @Test
    void the_back_button_after_a_filter_shows_the_whole_page_again() {
        browser.visit(page);
        browser.find("#hide-care").sendKeys(Keys.SPACE);
        browser.await(() -> browser.path().contains("hide=care"), "the lane is hidden");

        browser.back();

        browser.await(() -> browser.path().equals(page) && browser.shows("Premier soin"), "the previous page is shown");
        assertThat(browser.find("#banner").getText()).contains("SUIVI Odile", "3 Feb 1950");
        assertThat(browser.findAll("header.bar, form.ask")).hasSize(2);
        recordStep("nursing", "Après le retour");
        browser.await(() -> browser.shows("Après le retour"), "the page is live again");
        assertThat(browser.consoleProblems()).isEmpty();
    }

    @Test
    void a_refresh_without_a_response_is_shown_and_repeated() {
        browser.blockRequests("*" + page + "?*");
        recordStep("nursing", "Pendant la coupure");

        browser.await(
                () -> liveStatus().startsWith("Not up to date since "), "the header shows that the page is behind");
        assertThat(minutesAgo(liveStatus())).as("in the hospital's time zone").isBetween(0L, 5L);
        assertThat(browser.shows("Pendant la coupure")).isFalse();

        browser.blockRequests();
        browser.await(() -> browser.shows("Pendant la coupure"), "the missed step is shown");
        assertThat(liveStatus()).startsWith("Updated at ");
        assertThat(minutesAgo(liveStatus())).as("in the hospital's time zone").isBetween(0L, 5L);
    }

    @Test
    void a_refresh_with_an_error_response_is_shown_and_repeated() {
        browser.runScript("""
                const originalFetch = window.fetch;
                window.fetch = (url, options) => originalFetch('/nowhere', options);
                window.restoreFetch = () => { window.fetch = originalFetch; };""");
        recordStep("nursing", "Pendant la panne");

        browser.await(
                () -> liveStatus().startsWith("Not up to date since "), "the header shows that the page is behind");

        browser.runScript("window.restoreFetch()");
        browser.await(() -> browser.shows("Pendant la panne"), "the missed step is shown");
    }

    @Test
    void a_step_in_a_new_lane_is_shown_while_another_lane_is_hidden() {
        browser.find("#hide-care").sendKeys(Keys.SPACE);
        browser.await(() -> browser.path().contains("hide=care") && !browser.shows("Premier soin"), "a lane is hidden");

        recordStep("nursing", "Caché");
        recordStep("sterilisation", "Boîte");

        browser.await(() -> browser.shows("Boîte"), "the step of the new lane is shown");
        browser.await(() -> laneLabel("care").equals("Care and logistics 2"), "hidden steps are counted");
        assertThat(laneLabel("surgery")).isEqualTo("Surgery 1");
        assertThat(browser.shows("Caché")).isFalse();
        assertThat(browser.runScript("return document.activeElement.id"))
                .as("focused element")
                .isEqualTo("hide-care");
    }

    @Test
    void the_link_of_an_alert_opens_the_page_of_its_entry_even_where_its_lane_is_hidden() {
        patient.fact("PatientDischarged.v1", Duration.ofMinutes(5), """
                "visit":{"number":{"system":"urn:oid:2.999.10.2","value":"{number}"}}""").record();
        browser.visit(page + "?hide=stay&hide=care&lang=en");

        browser.find(".alerts a").click();

        browser.await(() -> browser.path().contains("/entries/"), "the page of the entry is shown");
        assertThat(browser.shows("Discharge")).isTrue();
    }

    @Test
    void an_invalid_query_parameter_shows_an_error_page() {
        browser.runScript("document.querySelector('input[name=asOf]').type = 'text'");
        browser.find(".past summary").click();
        browser.find("input[name=asOf]").sendKeys("hier", Keys.ENTER);

        browser.await(() -> browser.shows("Invalid request"), "the error page is shown");
    }

    private void recordStep(String kind, String title) {
        patient.step(kind, "DONE", Duration.ofMinutes(1), title).record();
    }

    private String liveStatus() {
        return browser.find("#up-to-date .word").getText();
    }

    private String laneLabel(String lane) {
        return browser.find(".chip.lane-" + lane).getText().replaceAll("\\s+", " ");
    }

    private static long minutesAgo(String text) {
        LocalTime shown = LocalTime.parse(text.substring(text.length() - 5));
        LocalTime now = LocalTime.now(ZoneId.of("Europe/Paris")).truncatedTo(ChronoUnit.MINUTES);
        return Math.floorMod(ChronoUnit.MINUTES.between(shown, now), 24 * 60);
    }
}
