package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.WholeHospital;

/** Finding a patient while others come in. */
@OnScreen
class FindPageTest {

    private final WholeHospital hospital;
    private final Browser browser;

    FindPageTest(WholeHospital hospital, Browser browser) {
        this.hospital = hospital;
        this.browser = browser;
    }

    @BeforeEach
    void open() {
        IntStream.range(0, 4).forEach(i -> arrives("VENU" + i));
        browser.sized(1280, 900).in("light").visit("/?lang=en");
    }

    @Test
    void who_has_just_come_in_is_listed_first() {
        arrives("NOUVEAU");

        browser.until(() -> recent().getFirst().contains("NOUVEAU"), "the new patient is first");
    }

    @Test
    void recent_activity_does_not_move_under_the_pointer() {
        browser.pointAt("#recent-list li:nth-child(3) a");
        List<String> before = recent();

        arrives("PENDANT");

        browser.until(() -> !news().isEmpty(), "it says that there is news");
        assertThat(recent()).isEqualTo(before);
        browser.pointAt("h1");
        browser.until(() -> recent().getFirst().contains("PENDANT"), "the list moves once it is left");
        assertThat(news()).isEmpty();
    }

    @Test
    void recent_activity_does_not_move_under_the_focus() {
        browser.run("document.querySelector('#recent-list li:nth-child(3) a').focus()");
        List<String> before = recent();

        arrives("ENSUITE");

        browser.until(() -> !news().isEmpty(), "it says that there is news");
        assertThat(recent()).isEqualTo(before);
        browser.run("document.getElementById('q').focus()");
        browser.until(() -> recent().getFirst().contains("ENSUITE"), "the list moves once it is left");
    }

    @Test
    void how_many_were_found_is_said_by_a_status_that_stays() {
        arrives("DUCHEMIN");
        browser.run("document.getElementById('count').dataset.same = 'yes'");

        browser.one("#q").sendKeys("duche");

        browser.until(() -> browser.one("#count").getText().equals("1 patient"), "how many there are");
        assertThat(browser.one("#results").getText()).contains("DUCHEMIN");
        assertThat(browser.one("#count").getDomAttribute("data-same")).isEqualTo("yes");
        assertThat(browser.all("[role=status], [aria-live]"))
                .as("what is read out")
                .allSatisfy(element -> assertThat(element.getText()).doesNotContain("DUCHEMIN"));
    }

    private void arrives(String family) {
        Chart.of(family, hospital)
                .step("nursing", "DONE", Duration.ofMinutes(1), "Accueil")
                .told();
    }

    private List<String> recent() {
        return browser.all("#recent-list strong").stream()
                .map(WebElement::getText)
                .toList();
    }

    private String news() {
        return browser.one("#recent-news").getText();
    }
}
