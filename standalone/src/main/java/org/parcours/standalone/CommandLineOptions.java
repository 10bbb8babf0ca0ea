package org.parcours.standalone;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.standalone.demo.DemoSettings;

/**
 * The command line: the options of standalone, and Spring properties that are passed on to both services.
 *
 * @param address the services listen on it; Kafka and the view store listen on the loopback interface only
 * @param kafkaPort 0: any free port
 */
record CommandLineOptions(
        boolean demo,
        int patients,
        long seed,
        Path data,
        String address,
        int httpPort,
        int commandPort,
        int mllpPort,
        int kafkaPort,
        Map<String, String> serviceProperties) {

    static final String USAGE = """
            Parcours on one machine. Options and their defaults:
              --demo=on            off: start without the demo hospital
              --patients=40        number of patients in the demo's history
              --seed=1             each seed generates other patients
              --data=./data        folder of the event log, Kafka and the documents; remove it to start empty
              --http-port=8080     query-service: screens and API
              --command-port=8081  command-service: facts over HTTP
              --mllp-port=2575     command-service: HL7 v2 over MLLP
              --kafka-port=0       0: any free port
              --address=127.0.0.1  0.0.0.0: accept connections from other machines
            Any other --name=value is a Spring property of both services.
            """;

    CommandLineOptions {
        serviceProperties = Map.copyOf(serviceProperties);
    }

    static boolean isHelpRequested(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
    }

    /** @throws InvalidOptionException names the invalid option and its syntax */
    static CommandLineOptions parse(List<String> arguments) throws InvalidOptionException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 3) {
                throw new InvalidOptionException(
                        "Invalid option: " + argument + " (the syntax is --name=value; --help lists the options)");
            }
            values.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return new CommandLineOptions(
                parseSwitch(values, "demo"),
                (int) parseNumber(values, "patients", DemoSettings.PATIENTS, 0, 5000),
                parseNumber(values, "seed", DemoSettings.SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                Path.of(remove(values, "data").orElse("data")).toAbsolutePath().normalize(),
                remove(values, "address").orElse("127.0.0.1"),
                (int) parseNumber(values, "http-port", 8080, 1, 65535),
                (int) parseNumber(values, "command-port", 8081, 1, 65535),
                (int) parseNumber(values, "mllp-port", 2575, 1, 65535),
                (int) parseNumber(values, "kafka-port", 0, 0, 65535),
                values);
    }

    /** A property of the services: from the command line, a system property or the environment, in that order. */
    Optional<String> property(String name) {
        return Optional.ofNullable(serviceProperties.get(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(
                        System.getenv(name.replace('.', '_').replace("-", "").toUpperCase(java.util.Locale.ROOT))));
    }

    /** These options with one more property for the services. */
    CommandLineOptions withProperty(String name, String value) {
        Map<String, String> properties = new LinkedHashMap<>(serviceProperties);
        properties.put(name, value);
        return new CommandLineOptions(
                demo, patients, seed, data, address, httpPort, commandPort, mllpPort, kafkaPort, properties);
    }

    List<String> serviceArguments() {
        return serviceProperties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toList();
    }

    private static Optional<String> remove(Map<String, String> values, String name) {
        return Optional.ofNullable(values.remove(name)).filter(value -> !value.isBlank());
    }

    private static boolean parseSwitch(Map<String, String> values, String name) throws InvalidOptionException {
        String value = remove(values, name).orElse("on");
        return switch (value) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new InvalidOptionException("Invalid value for --" + name + ": " + value + " (on or off)");
        };
    }

    private static long parseNumber(
            Map<String, String> values, String name, long defaultValue, long minimum, long maximum)
            throws InvalidOptionException {
        Optional<String> value = remove(values, name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the bounds.
        }
        throw new InvalidOptionException("Invalid value for --" + name + ": " + value.get() + " (a number from "
                + minimum + " to " + maximum + ")");
    }

    /** An option is invalid; the message is printed on the console. */
    static final class InvalidOptionException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidOptionException(String message) {
            super(message);
        }
    }
}
