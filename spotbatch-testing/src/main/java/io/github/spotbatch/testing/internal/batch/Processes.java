package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.LocalCommand;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.image.ImageSource;
import io.github.spotbatch.testing.internal.image.LocalProgram;
import io.github.spotbatch.testing.internal.image.UnpackedImages;
import io.github.spotbatch.testing.internal.image.UnusableImage;
import io.github.spotbatch.testing.internal.script.Behaviour;
import io.github.spotbatch.testing.internal.script.Behaviour.Execution;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Attempts that are really executed, as processes of this machine. */
final class Processes {

  private static final String METADATA = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

  private final FakeBatch batch;
  private final World world;
  private final ContainerLogs logs;
  private final ContainerImages images;
  private final UnpackedImages unpacked = new UnpackedImages();

  Processes(FakeBatch batch, World world, ContainerLogs logs, ContainerImages images) {
    this.batch = batch;
    this.world = world;
    this.logs = logs;
    this.images = images;
    Runnable unused = world.closing(unpacked::close);
  }

  /**
   * Makes ready what an attempt executes, now or, for unpacking takes its time, in a later event,
   * unless the attempt is over by then.
   *
   * @param then is given the program, or what throws why there is none
   */
  void prepare(Attempt attempt, Execution execution, Consumer<Supplier<LocalProgram>> then) {
    List<String> jobCommand = attempt.job().container().command();
    Map<String, String> variables = variables(attempt);
    if (execution instanceof Behaviour.OfCommand of) {
      LocalCommand command = of.command();
      then.accept(() -> LocalProgram.of(command.commandLine(jobCommand), variables));
      return;
    }
    Optional<ImageSource> image = images.pulled(attempt);
    if (image.isEmpty()) {
      then.accept(() -> notPushed(attempt.job().container().image()));
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                unpack(attempt, () -> unpacked.program(image.get(), jobCommand, variables), then);
              } catch (RuntimeException | Error e) {
                world.event(
                    () -> {
                      throw e;
                    });
              }
            },
            "spotbatch-image-" + attempt.job().id());
    thread.setDaemon(true);
    thread.start();
  }

  /** Programs on an instance can ask it about itself; Fargate has no such service. */
  private Map<String, String> variables(Attempt attempt) {
    Map<String, String> variables = ContainerVariables.of(attempt);
    if (attempt.host() instanceof InstanceHost host) {
      variables.computeIfAbsent(METADATA, name -> batch.fleet().metadataEndpoint(host).toString());
    }
    return variables;
  }

  private static LocalProgram notPushed(String image) {
    throw new UnusableImage(
        "image "
            + image
            + " is not of this world's ECR, and only what was pushed there can be run");
  }

  private void unpack(
      Attempt attempt, Supplier<LocalProgram> unpacking, Consumer<Supplier<LocalProgram>> then) {
    LocalProgram program;
    try {
      program = unpacking.get();
    } catch (UnusableImage e) {
      boolean unused =
          goOn(
              attempt,
              () -> {
                throw e;
              },
              then);
      return;
    }
    if (!goOn(attempt, () -> program, then)) {
      program.discard();
    }
  }

  /** Whether somebody still wanted it. */
  private boolean goOn(
      Attempt attempt, Supplier<LocalProgram> program, Consumer<Supplier<LocalProgram>> then) {
    AtomicBoolean wanted = new AtomicBoolean();
    world.event(
        () -> {
          if (!attempt.over()) {
            wanted.set(true);
            then.accept(program);
          }
        });
    return wanted.get();
  }

  /** Starts what was prepared; that it cannot be run is no doing of AWS, and is said so. */
  void start(Attempt attempt, Supplier<LocalProgram> program) {
    try {
      LocalRun run =
          LocalRun.start(
              world,
              program.get(),
              line -> logs.append(attempt, line),
              code -> batch.runs().exit(attempt, code, null));
      attempt.onStop(run::stop);
    } catch (UncheckedIOException | UnusableImage e) {
      String reason = "spotbatch-testing: " + e.getMessage();
      logs.append(attempt, reason);
      batch.runs().fail(attempt, reason);
    }
  }
}
