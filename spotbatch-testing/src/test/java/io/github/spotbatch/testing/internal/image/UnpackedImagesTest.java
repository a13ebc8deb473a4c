package io.github.spotbatch.testing.internal.image;

import static io.github.spotbatch.testing.internal.image.TestLayer.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class UnpackedImagesTest {

  @TempDir private Path temporary;

  private final UnpackedImages images = new UnpackedImages();

  @AfterEach
  void close() {
    images.close();
  }

  private LocalProgram program(TestImage image) {
    return program(image.source());
  }

  private LocalProgram program(ImageSource source) {
    return images.program(source, List.of("java"), Map.of());
  }

  @Test
  void image_ofSeveralAttemptsAtOnce_isUnpackedOnce() throws Exception {
    TestImage image = new TestImage(temporary).layer(layer().file("a", "1"));
    ImageSource source = image.source();
    int attempts = 4;
    CyclicBarrier together = new CyclicBarrier(attempts);
    ExecutorService threads = Executors.newFixedThreadPool(attempts);
    try {
      List<Future<LocalProgram>> programs = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        programs.add(
            threads.submit(
                () -> {
                  together.await();
                  return program(source);
                }));
      }
      for (Future<LocalProgram> program : programs) {
        assertThat(program.get().workingDirectory().resolve("a")).hasContent("1");
        program.get().discard();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(image.reads).hasValue(1);
  }

  @Test
  void attempt_changingItsCopy_changesNobodyElses() throws IOException {
    TestImage image = new TestImage(temporary).layer(layer().file("a", "1").symlink("l", "/a"));
    LocalProgram one = program(image);
    Files.writeString(one.workingDirectory().resolve("l"), "changed");

    LocalProgram other = program(image);

    assertThat(one.workingDirectory().resolve("a")).hasContent("changed");
    assertThat(other.workingDirectory().resolve("l")).isSymbolicLink().hasContent("1");
    one.discard();
    other.discard();
    assertThat(one.folder()).doesNotExist();
  }

  @Test
  void image_unusable_isUnpackedOnceToo() {
    TestImage image = new TestImage(temporary).layer(layer().file("../a", "1"));

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> program(image))
          .isInstanceOf(UnusableImage.class)
          .hasMessage("'../a' leads out of the image");
    }

    assertThat(image.reads).hasValue(1);
  }

  @Test
  void closing_deletesWhatWasUnpacked() {
    program(new TestImage(temporary).layer(layer().file("a", "1"))).discard();
    List<?> folders = unpackedFolders();
    assertThat(folders).hasSize(1);
    Path folder = (Path) folders.get(0);
    assertThat(folder.resolve("a")).exists();

    images.close();

    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> program(new TestImage(temporary)))
        .isInstanceOf(UnusableImage.class)
        .hasMessage("the world is closed");
  }

  private List<?> unpackedFolders() {
    List<Object> folders = new ArrayList<>();
    assertThat(images).extracting("folders", LIST).satisfies(folders::addAll);
    return folders;
  }
}
