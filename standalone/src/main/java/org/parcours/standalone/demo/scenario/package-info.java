/** What happens to the patients of the demo hospital: one file a journey, to be read from the top. */
@NullMarked
package org.parcours.standalone.demo.scenario;

import org.jspecify.annotations.NullMarked;
