package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.examples.RecipeProcess.Result;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.JobDefinition;

/**
 * The recipe's stack on an AWS that nobody of this project wrote, looked at from outside after each
 * step. Moto does less than AWS: a compute environment is VALID at once and ignores changes of its
 * resources, so what is changed here is the queue and the job definition.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MotoTest {

  private static final String STACK = "moto-demo";

  /** By digest, from a registry that refuses to be asked: nothing is resolved or pushed. */
  private static final String IMAGE = "127.0.0.1:1/team/app@sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void recipe_appliedTwiceChangedAndDestroyed_isSeenSoFromOutside(@TempDir Path directory)
      throws Exception {
    try (MotoServer moto = MotoServer.start(directory);
        MotoView view = MotoView.of(moto.endpoint())) {
      view.makeSpotRole();
      String empty = view.all(STACK);

      Result applied = recipe(moto, "--keep", "--no-jobs");
      assertThat(applied.exitCode()).as(applied.output() + moto.output()).isZero();
      assertThat(view.queue(STACK + "-jobs").priority()).isEqualTo(1);
      assertThat(view.definitions(STACK + "-job")).hasSize(1);
      String made = view.all(STACK);
      assertThat(made).isNotEqualTo(empty).contains("ENVIRONMENT " + STACK + "-spot-1");

      Result again = recipe(moto, "--keep", "--no-jobs");
      assertThat(again.exitCode()).as(again.output()).isZero();
      assertThat(again.output()).contains("nothing was changed");
      assertThat(view.all(STACK)).isEqualTo(made);

      Result changed = recipe(moto, "--keep", "--no-jobs", "--priority", "7", "--seconds", "9");
      assertThat(changed.exitCode()).as(changed.output()).isZero();
      assertThat(view.queue(STACK + "-jobs").priority()).isEqualTo(7);
      assertThat(view.definitions(STACK + "-job"))
          .extracting(JobDefinition::revision)
          .contains(2)
          .doesNotContain(3);
      assertThat(view.newest(STACK + "-job").containerProperties().environment())
          .anySatisfy(
              variable -> {
                assertThat(variable.name()).isEqualTo("PROCESSING_SECONDS");
                assertThat(variable.value()).isEqualTo("9.0");
              });
      String after = view.all(STACK);

      Result settled = recipe(moto, "--no-jobs", "--priority", "7", "--seconds", "9");
      assertThat(settled.output()).contains("nothing was changed", "Kept, for it was there before");
      assertThat(view.all(STACK)).isEqualTo(after);

      Result destroyed = run(moto, "--destroy", STACK);
      assertThat(destroyed.exitCode()).as(destroyed.output()).isZero();
      assertThat(view.all(STACK)).isEqualTo(empty);
    }
  }

  private static Result recipe(MotoServer moto, String... options) throws Exception {
    String[] all = new String[options.length + 4];
    all[0] = "--stack";
    all[1] = STACK;
    all[2] = "--image";
    all[3] = IMAGE;
    System.arraycopy(options, 0, all, 4, options.length);
    return run(moto, all);
  }

  private static Result run(MotoServer moto, String... options) throws Exception {
    String[] all = new String[options.length + 2];
    all[0] = "--endpoint";
    all[1] = moto.endpoint().toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return RecipeExampleTest.inThisJvm(all);
  }
}
