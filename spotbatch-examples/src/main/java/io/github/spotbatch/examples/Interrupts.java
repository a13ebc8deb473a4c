package io.github.spotbatch.examples;

import java.io.PrintStream;
import org.jline.utils.Signals;

/**
 * Ctrl-C: the first one interrupts the work, so that it stops and cleans up where everybody can see
 * it; the second one leaves at once.
 */
final class Interrupts {

  /** What a shell reports of a program that was ended by Ctrl-C. */
  static final int EXIT_CODE = 130;

  private final Thread worker;
  private final PrintStream out;
  private volatile boolean interrupted;
  private volatile boolean cleaningUp;
  private volatile String farewell = "";

  private Interrupts(Thread worker, PrintStream out) {
    this.worker = worker;
    this.out = out;
  }

  /** Watches for Ctrl-C from now on, on behalf of the calling thread. */
  static Interrupts watch(PrintStream out) {
    Interrupts interrupts = new Interrupts(Thread.currentThread(), out);
    Signals.register("INT", interrupts::received);
    return interrupts;
  }

  /** What to say when leaving at once. */
  void farewell(String text) {
    this.farewell = text;
  }

  /** From now on the first Ctrl-C changes nothing but what the next one does. */
  void cleaningUp() {
    cleaningUp = true;
    // An earlier interrupt has done its work.
    Thread.interrupted();
  }

  boolean happened() {
    return interrupted;
  }

  private void received() {
    if (interrupted) {
      out.println();
      out.println(farewell);
      out.flush();
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    interrupted = true;
    out.println();
    out.println("Ctrl-C: nothing more is submitted, cleaning up. Ctrl-C again leaves at once.");
    out.flush();
    if (!cleaningUp) {
      worker.interrupt();
    }
  }
}
