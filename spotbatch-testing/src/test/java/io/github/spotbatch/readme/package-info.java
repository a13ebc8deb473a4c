/** The Java blocks of the module's README, compiled and run. */
package io.github.spotbatch.readme;
