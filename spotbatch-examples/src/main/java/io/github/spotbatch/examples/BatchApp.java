package io.github.spotbatch.examples;

import java.util.Map;

/**
 * The recipe's sample application: works through ten chunks, says after each how far it is, and
 * ends in good order when it is told to stop. It reads nothing but its environment, so it runs the
 * same in a container and as a local process.
 *
 * <p>{@code batch_app.py} beside it is the same in Python.
 */
public final class BatchApp {

  private static final int CHUNKS = 10;

  private BatchApp() {}

  /**
   * Works for {@code PROCESSING_SECONDS}, 60 unless set.
   *
   * @param args not used
   * @throws InterruptedException if the main thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    String job = environment.getOrDefault("AWS_BATCH_JOB_ID", "local-test");
    String attempt = environment.getOrDefault("AWS_BATCH_JOB_ATTEMPT", "1");
    double seconds = Double.parseDouble(environment.getOrDefault("PROCESSING_SECONDS", "60"));
    int[] done = {0};
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(done[0])));

    log("Starting batch job: " + job + " (attempt " + attempt + ")");
    log("Processing will take " + seconds + " seconds");
    for (int chunk = 1; chunk <= CHUNKS; chunk++) {
      Thread.sleep((long) (seconds * 1000 / CHUNKS));
      done[0] = chunk;
      log("Checkpoint: chunk " + chunk + " of " + CHUNKS + ", progress " + chunk * 10 + "%");
    }
    log("Batch job " + job + " completed successfully");
  }

  /** On Spot, SIGTERM is the last thing a job hears before its host goes. */
  private static void sayGoodbye(int done) {
    if (done < CHUNKS) {
      log("Told to stop after chunk " + done + " of " + CHUNKS);
    }
  }

  private static void log(String line) {
    System.out.println("INFO " + line);
    System.out.flush();
  }
}
