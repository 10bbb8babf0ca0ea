/** The scenarios of the demo hospital, one file each, and the simulation that plays them. */
@NullMarked
package org.parcours.standalone.demo.scenario;

import org.jspecify.annotations.NullMarked;
