package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** Finding a patient while others come in. */
@BrowserTest
class PatientSearchPageTest {

    private final EmbeddedParcours parcours;
    private final Browser browser;

    PatientSearchPageTest(EmbeddedParcours parcours, Browser browser) {
        this.parcours = parcours;
        this.browser = browser;
    }

    @BeforeEach
    void open() {
        IntStream.range(0, 4).forEach(i -> recordNewPatient("VENU" + i));
        browser.setSize(1280, 900).setColourScheme("light").visit("/?lang=en");
    }

    @Test
    void who_has_just_come_in_is_listed_first() {
        recordNewPatient("NOUVEAU");

        browser.await(() -> recentPatients().getFirst().contains("NOUVEAU"), "the new patient is first");
    }

    @Test
    void recent_activity_does_not_move_under_the_pointer() {
        browser.movePointerTo("#recent-list li:nth-child(3) a");
        List<String> previous = recentPatients();

        recordNewPatient("PENDANT");

        browser.await(() -> !newsText().isEmpty(), "it says that there is news");
        assertThat(recentPatients()).isEqualTo(previous);
        browser.movePointerTo("h1");
        browser.await(() -> recentPatients().getFirst().contains("PENDANT"), "the list moves once it is left");
        assertThat(newsText()).isEmpty();
    }

    @Test
    void recent_activity_does_not_move_under_the_focus() {
        browser.runScript("document.querySelector('#recent-list li:nth-child(3) a').focus()");
        List<String> previous = recentPatients();

        recordNewPatient("ENSUITE");

        browser.await(() -> !newsText().isEmpty(), "it says that there is news");
        assertThat(recentPatients()).isEqualTo(previous);
        browser.runScript("document.getElementById('q').focus()");
        browser.await(() -> recentPatients().getFirst().contains("ENSUITE"), "the list moves once it is left");
    }

    @Test
    void how_many_were_found_is_said_by_a_status_that_stays() {
        recordNewPatient("DUCHEMIN");
        browser.runScript("document.getElementById('count').dataset.same = 'yes'");

        browser.find("#q").sendKeys("duche");

        browser.await(() -> browser.find("#count").getText().equals("1 patient"), "how many there are");
        assertThat(browser.find("#results").getText()).contains("DUCHEMIN");
        assertThat(browser.find("#count").getDomAttribute("data-same")).isEqualTo("yes");
        assertThat(browser.findAll("[role=status], [aria-live]"))
                .as("what is read out")
                .allSatisfy(element -> assertThat(element.getText()).doesNotContain("DUCHEMIN"));
    }

    private void recordNewPatient(String family) {
        PatientFixture.of(family, parcours)
                .step("nursing", "DONE", Duration.ofMinutes(1), "Accueil")
                .record();
    }

    private List<String> recentPatients() {
        return browser.findAll("#recent-list strong").stream()
                .map(WebElement::getText)
                .toList();
    }

    private String newsText() {
        return browser.find("#recent-news").getText();
    }
}
