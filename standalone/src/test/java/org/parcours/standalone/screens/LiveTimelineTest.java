package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.parcours.standalone.acceptance.WholeHospital;

/** A timeline that stays open while the hospital goes on. */
@OnScreen
class LiveTimelineTest {

    private final Browser browser;
    private final Chart chart;
    private final String page;

    LiveTimelineTest(WholeHospital hospital, Browser browser) {
        this.browser = browser;
        this.chart = Chart.of("SUIVI", hospital).step("nursing", "DONE", Duration.ofMinutes(30), "Premier soin");
        this.page = "/patients/" + chart.told();
        browser.sized(1280, 900).in("light").visit(page + "?lang=en");
    }

    @AfterEach
    void reconnect() {
        browser.cutOff();
        browser.console();
    }

    @Test
    void what_happens_next_is_shown() {
        happens("nursing", "Deuxième soin");

        browser.until(() -> browser.shows("Deuxième soin"), "the new step is on the page");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void back_after_a_choice_shows_the_whole_page_again() {
        browser.visit(page);
        browser.one("#hide-care").sendKeys(Keys.SPACE);
        browser.until(() -> browser.path().contains("hide=care"), "the lane is hidden");

        browser.back();

        browser.until(() -> browser.path().equals(page) && browser.shows("Premier soin"), "the page before");
        assertThat(browser.one("#banner").getText()).contains("SUIVI Odile", "3 Feb 1950");
        assertThat(browser.all("header.bar, form.ask")).hasSize(2);
        happens("nursing", "Après le retour");
        browser.until(() -> browser.shows("Après le retour"), "the page is live again");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void a_refresh_that_does_not_arrive_is_said_and_tried_again() {
        browser.cutOff("*" + page + "?lang=en");
        happens("nursing", "Pendant la coupure");

        browser.until(() -> word().startsWith("Not up to date since "), "the head says that the page is behind");
        assertThat(minutesAgo(word())).as("by the hospital's clock").isBetween(0L, 5L);
        assertThat(browser.shows("Pendant la coupure")).isFalse();

        browser.cutOff();
        browser.until(() -> browser.shows("Pendant la coupure"), "what was missed");
        assertThat(word()).startsWith("Updated at ");
        assertThat(minutesAgo(word())).as("by the hospital's clock").isBetween(0L, 5L);
    }

    @Test
    void a_refresh_that_is_answered_by_an_error_is_said_and_tried_again() {
        browser.run("""
                const asked = window.fetch;
                window.fetch = (url, options) => asked('/nowhere', options);
                window.mend = () => { window.fetch = asked; };""");
        happens("nursing", "Pendant la panne");

        browser.until(() -> word().startsWith("Not up to date since "), "the head says that the page is behind");

        browser.run("window.mend()");
        browser.until(() -> browser.shows("Pendant la panne"), "what was missed");
    }

    @Test
    void what_comes_in_a_new_lane_is_shown_while_another_is_hidden() {
        browser.one("#hide-care").sendKeys(Keys.SPACE);
        browser.until(() -> browser.path().contains("hide=care") && !browser.shows("Premier soin"), "a lane is hidden");

        happens("nursing", "Caché");
        happens("sterilisation", "Boîte");

        browser.until(() -> browser.shows("Boîte"), "the step of the new lane");
        browser.until(() -> chip("care").equals("Care and logistics 2"), "hidden steps are counted");
        assertThat(chip("surgery")).isEqualTo("Surgery 1");
        assertThat(browser.shows("Caché")).isFalse();
        assertThat(browser.run("return document.activeElement.id"))
                .as("the focus")
                .isEqualTo("hide-care");
    }

    @Test
    void an_alert_leads_to_its_entry_although_its_lane_is_hidden() {
        chart.fact("PatientDischarged.v1", Duration.ofMinutes(5), """
                "visit":{"number":{"system":"urn:oid:2.999.10.2","value":"{number}"}}""").told();
        browser.visit(page + "?hide=stay&hide=care&lang=en");

        browser.one(".alerts a").click();

        browser.until(
                () -> browser.run("return document.querySelector(':target')?.textContent ?? ''")
                        .toString()
                        .contains("Discharge"),
                "the entry");
        assertThat(browser.path()).contains("hide=care").doesNotContain("hide=stay");
    }

    @Test
    void a_question_that_cannot_be_understood_is_answered_by_a_page_that_says_so() {
        browser.run("document.querySelector('input[name=asOf]').type = 'text'");
        browser.one(".past summary").click();
        browser.one("input[name=asOf]").sendKeys("hier", Keys.ENTER);

        browser.until(() -> browser.shows("Invalid request"), "an error page");
    }

    private void happens(String kind, String title) {
        chart.step(kind, "DONE", Duration.ofMinutes(1), title).told();
    }

    private String word() {
        return browser.one("#up-to-date .word").getText();
    }

    private String chip(String lane) {
        return browser.one(".chip.lane-" + lane).getText().replaceAll("\\s+", " ");
    }

    private static long minutesAgo(String word) {
        LocalTime said = LocalTime.parse(word.substring(word.length() - 5));
        LocalTime now = LocalTime.now(ZoneId.of("Europe/Paris")).truncatedTo(ChronoUnit.MINUTES);
        return Math.floorMod(ChronoUnit.MINUTES.between(said, now), 24 * 60);
    }
}
