package org.parcours.command.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Creates the commands, and passes the settings to those whose constructor has them as parameter. */
final class CommandFactory implements CommandLine.IFactory {

    private final CommandLine.IFactory defaultFactory = CommandLine.defaultFactory();
    private final ServiceConfigurationReader configuration;

    CommandFactory(ServiceConfigurationReader configuration) {
        this.configuration = configuration;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == ServiceConfigurationReader.class) {
                return type.cast(constructor.newInstance(configuration));
            }
        }
        return defaultFactory.create(type);
    }
}
