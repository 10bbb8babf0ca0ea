package org.parcours.standalone.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/** The patient search page while new patients arrive. */
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
    void the_newest_patient_is_listed_first() {
        recordNewPatient("NOUVEAU");

        browser.await(() -> recentPatients().getFirst().contains("NOUVEAU"), "the new patient is first");
    }

    @Test
    void recent_activity_does_not_move_under_the_pointer() {
        browser.movePointerTo("#recent-list li:nth-child(3) a");
        List<String> previous = recentPatients();

        recordNewPatient("PENDANT");

        browser.await(() -> !newsText().isEmpty(), "the page announces new activity");
        assertThat(recentPatients()).isEqualTo(previous);
        browser.movePointerTo("h1");
        browser.await(
                () -> recentPatients().getFirst().contains("PENDANT"),
                "the list is updated when the pointer or focus leaves it");
        assertThat(newsText()).isEmpty();
    }

    @Test
    void recent_activity_does_not_move_under_the_focus() {
        browser.runScript("document.querySelector('#recent-list li:nth-child(3) a').focus()");
        List<String> previous = recentPatients();

        recordNewPatient("ENSUITE");

        browser.await(() -> !newsText().isEmpty(), "the page announces new activity");
        assertThat(recentPatients()).isEqualTo(previous);
        browser.runScript("document.getElementById('q').focus()");
        browser.await(
                () -> recentPatients().getFirst().contains("ENSUITE"),
                "the list is updated when the pointer or focus leaves it");
    }

    @Test
    void the_number_of_results_is_announced_by_a_permanent_status_element() {
        recordNewPatient("DUCHEMIN");
        browser.runScript("document.getElementById('count').dataset.same = 'yes'");

        browser.find("#q").sendKeys("duche");

        browser.await(() -> browser.find("#count").getText().equals("1 patient"), "the number of results is shown");
        assertThat(browser.find("#results").getText()).contains("DUCHEMIN");
        assertThat(browser.find("#count").getDomAttribute("data-same")).isEqualTo("yes");
        assertThat(browser.findAll("[role=status], [aria-live]"))
                .as("text read by a screen reader")
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
