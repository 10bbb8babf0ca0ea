package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The pages in a real browser, with a patient of 500 steps. Skipped, saying so, where there is no Chromium. */
class ScreensTest {

    private static final int STEPS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path data;

    private static WholeHospital hospital;
    private static ChromeDriver browser;
    private static String patient;

    @BeforeAll
    static void open() {
        Path chromium = installed("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
        Path driver = installed("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
        hospital = WholeHospital.open(data);
        String batch = IntStream.range(0, STEPS).mapToObj(ScreensTest::step).collect(Collectors.joining(",", "[", "]"));
        assertThat(hospital.post("/api/facts", "application/cloudevents-batch+json", batch)
                        .statusCode())
                .isEqualTo(201);
        hospital.settled();
        patient = hospital.patient("IPP", "500").get("id").asString();

        LoggingPreferences console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.setCapability("goog:loggingPrefs", console);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + data.resolve("browser"));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.toFile())
                        .build(),
                options);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
        if (hospital != null) {
            hospital.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/,fr,1280",
        "/,en,390",
        "/patients/{id},fr,1280",
        "/patients/{id},en,390",
        "/patients/{id}/journal,fr,1280"
    })
    void a_page_opens_without_a_console_error_and_axe_finds_no_serious_fault(String path, String language, int width) {
        visit(path + "?lang=" + language, width);

        assertThat(console()).as("console").isEmpty();
        List<Rule> serious = new AxeBuilder()
                .analyze(browser).getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .toList();
        assertThat(serious)
                .extracting(
                        rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                .isEmpty();
    }

    @Test
    void the_list_behind_the_picture_has_every_step() {
        visit("/patients/{id}?lang=en", 1280);

        assertThat(browser.findElements(By.cssSelector("main ol li time")).size())
                .isGreaterThanOrEqualTo(STEPS);
        WebElement picture = browser.findElement(By.cssSelector("svg"));
        assertThat(picture.findElement(By.xpath("ancestor-or-self::*[@aria-hidden='true']")))
                .as("the picture is hidden from assistive technology: the list says it all")
                .isNotNull();
    }

    @Test
    void a_timeline_that_is_open_shows_what_happens_next() {
        visit("/patients/{id}?lang=en", 1280);

        hospital.post("/api/facts", "application/cloudevents+json", step(STEPS + 1));

        WholeHospital.until(
                () -> browser.findElement(By.tagName("body")).getText().contains("Exercise " + (STEPS + 1)),
                "the new step is on the page");
        assertThat(console()).isEmpty();
    }

    private static void visit(String path, int width) {
        browser.manage().window().setSize(new Dimension(width, 900));
        browser.manage().timeouts().pageLoadTimeout(PATIENCE);
        browser.get(hospital.queryAddress
                .resolve(URI.create(path.replace("{id}", patient)))
                .toString());
    }

    private static List<LogEntry> console() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .toList();
    }

    private static Path installed(String... places) {
        var found = Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(found.isPresent(), "There is none of " + List.of(places) + " on this machine");
        return found.orElseThrow();
    }

    private static String step(int number) {
        Instant at = Instant.now().minus(Duration.ofHours(6L * (STEPS - number) + 1));
        return """
                {"specversion":"1.0","id":"e%1$d","source":"KINE","type":"org.parcours.StepRecorded.v1",
                 "data":{"patient":{"identifiers":[{"system":"IPP","value":"500"}],"name":{"family":"ESSAI","given":"Longue"}},
                 "occurredAt":"%2$s","kind":"physiotherapy","step":{"system":"KINE","value":"%1$d"},"status":"DONE",
                 "title":"Exercise %1$d"}}""".formatted(number, at.atOffset(ZoneOffset.UTC));
    }
}
