package org.parcours.standalone.screens;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.parcours.standalone.acceptance.EmbeddedParcours;

/**
 * A real browser, in another time zone than the hospital. All waits are for conditions; the timeouts are long enough
 * for a small, busy machine.
 */
final class Browser implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Optional<Path> CHROMIUM =
            findExecutable("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final Optional<Path> DRIVER =
            findExecutable("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");

    private final ChromeDriver driver;
    private final URI address;
    private final String firstTab;

    private Browser(ChromeDriver driver, URI address) {
        this.driver = driver;
        this.address = address;
        this.firstTab = driver.getWindowHandle();
    }

    static boolean isAvailable() {
        return CHROMIUM.isPresent() && DRIVER.isPresent();
    }

    /** @param profile an empty folder */
    static Browser open(URI address, Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.orElseThrow().toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.setPageLoadTimeout(TIMEOUT);
        options.setScriptTimeout(TIMEOUT);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.orElseThrow().toFile())
                        .build(),
                options);
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Pacific/Auckland"));
        return new Browser(driver, address);
    }

    Browser setSize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    Browser setColourScheme(String colourScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
        return this;
    }

    /** Returns when the page is complete; on a busy machine the driver returns before the end of a long page. */
    Browser visit(String path) {
        driver.get(address.resolve(path).toString());
        await(() -> "complete".equals(runScript("return document.readyState")), path + " is loaded");
        return this;
    }

    /**
     * Opens a tab, which is then the current one.
     *
     * @param beforePage a script that runs before those of each page
     * @return the tab, for {@link #switchToTab}
     */
    String openTab(String beforePage, String path) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", beforePage));
        visit(path);
        return driver.getWindowHandle();
    }

    Browser switchToTab(String tab) {
        driver.switchTo().window(tab);
        return this;
    }

    /** Closes the current tab; another one has to be switched to. */
    void closeTab() {
        driver.close();
    }

    /** Closes all tabs but the first one, which is then the current one. */
    void closeTabs() {
        for (String tab : driver.getWindowHandles()) {
            if (!tab.equals(firstTab)) {
                driver.switchTo().window(tab).close();
            }
        }
        driver.switchTo().window(firstTab);
    }

    void back() {
        driver.navigate().back();
    }

    String path() {
        URI at = URI.create(driver.getCurrentUrl());
        return at.getRawQuery() == null ? at.getRawPath() : at.getRawPath() + "?" + at.getRawQuery();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    boolean shows(String text) {
        return find("body").getText().contains(text);
    }

    Object runScript(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void movePointerTo(String css) {
        new Actions(driver).moveToElement(find(css)).perform();
    }

    /** The printed page, on A4, as a PDF. */
    byte[] printToPdf() {
        Object pdf = driver.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true))
                .get("data");
        return Base64.getDecoder().decode((String) pdf);
    }

    /** Blocks the page's requests to these URLs, and to these only, from now on. */
    void blockRequests(String... addresses) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    /** Waits for the condition; evaluates it again where the page replaced an element meanwhile. */
    void await(BooleanSupplier condition, String description) {
        EmbeddedParcours.await(
                () -> {
                    try {
                        return condition.getAsBoolean();
                    } catch (org.openqa.selenium.StaleElementReferenceException
                            | org.openqa.selenium.NoSuchElementException _) {
                        return false;
                    }
                },
                description);
    }

    /** Warnings and errors of the console since the last call. */
    List<String> consoleProblems() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /**
     * The violations that axe-core rates serious or critical, with their elements. Legacy mode runs in the page itself,
     * which has no frames; the second window of the other mode takes as long as the check.
     */
    List<String> accessibilityViolations() {
        return new AxeBuilder()
                .setLegacyMode(true).analyze(driver).getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                        .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> findExecutable(String... places) {
        return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
