package io.github.spotbatch.testing.registry;

import static io.github.spotbatch.testing.registry.RegistryHttp.digest;
import static io.github.spotbatch.testing.registry.RegistryHttp.header;
import static io.github.spotbatch.testing.registry.RegistryHttp.text;
import static io.github.spotbatch.testing.registry.RegistryHttp.withDigest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every registry does for its clients, the fake's no less than a real one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryContract {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8);

  private RegistryUnderTest registry;
  private RegistryHttp http;
  private String repository;

  abstract RegistryUnderTest open() throws IOException;

  @BeforeAll
  void start() throws IOException {
    registry = open();
    http = RegistryHttp.of(registry);
    repository = registry.repository();
  }

  @AfterAll
  void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void jib_push_isReadBack(ImageFormat format, @TempDir Path folder) throws Exception {
    JibPush jib = new JibPush(registry.host(), registry.login(), folder);

    JibContainer pushed = jib.push(repository + ":jib-" + format, "hello " + format, format);

    HttpResponse<byte[]> read = http.manifest("GET", repository, "jib-" + format);
    JsonNode manifest = JSON.readTree(read.body());
    assertThat(digest(read.body())).isEqualTo(pushed.getDigest().toString());
    assertThat(header(read, "Docker-Content-Digest")).isEqualTo(pushed.getDigest().toString());
    assertThat(header(read, "Content-Type")).isEqualTo(manifest.path("mediaType").asText());
    JsonNode config = JSON.readTree(blob(manifest.path("config")));
    assertThat(config.at("/config/Entrypoint")).hasToString("[\"cat\",\"/app/file\"]");
    assertThat(config.at("/config/Env")).hasToString("[\"SCENE=12\"]");
    assertThat(manifest.path("layers")).hasSize(1);
    for (JsonNode layer : manifest.path("layers")) {
      assertThat(blob(layer)).hasSize(layer.path("size").asInt());
    }
  }

  @Test
  void jib_pushAgain_sendsNoBlob(@TempDir Path folder) throws Exception {
    JibPush jib = new JibPush(registry.host(), registry.login(), folder);
    jib.push(repository + ":again", "once", ImageFormat.OCI);
    assertThat(jib.log()).noneMatch(line -> line.startsWith("Skipping push; BLOB already exists"));

    jib.push(repository + ":again", "once", ImageFormat.OCI);

    assertThat(jib.log())
        .filteredOn(line -> line.startsWith("Skipping push; BLOB already exists"))
        .hasSize(2);
  }

  @Test
  void jib_pull_getsTheLayers(@TempDir Path folder) throws Exception {
    JibPush jib = new JibPush(registry.host(), registry.login(), folder);
    jib.push(repository + ":base", "below", ImageFormat.Docker);
    jib.forget();

    jib.pushOnto(repository + ":base", repository + ":derived", "above");

    JsonNode base = JSON.readTree(http.manifest("GET", repository, "base").body());
    JsonNode derived = JSON.readTree(http.manifest("GET", repository, "derived").body());
    assertThat(derived.path("layers")).hasSize(2);
    assertThat(derived.at("/layers/0/digest")).isEqualTo(base.at("/layers/0/digest"));
  }

  @Test
  void http_uploadInOneRequest_isThere() {
    byte[] content = "in one".getBytes(UTF_8);

    String digest = http.pushBlob(repository, content);

    String path = "/v2/" + repository + "/blobs/" + digest;
    HttpResponse<byte[]> head = http.send("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("6");
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest);
    assertThat(http.send("GET", path).body()).isEqualTo(content);
  }

  @Test
  void http_uploadInChunks_isPutTogether() {
    List<byte[]> chunks = List.of("first,".getBytes(UTF_8), "second".getBytes(UTF_8));
    String location = http.begin(repository);
    long at = 0;
    for (byte[] chunk : chunks) {
      HttpResponse<byte[]> taken =
          http.send(
              "PATCH",
              location,
              BodyPublishers.ofByteArray(chunk),
              "Content-Type",
              "application/octet-stream",
              "Content-Range",
              at + "-" + (at + chunk.length - 1));
      assertThat(taken.statusCode()).isEqualTo(202);
      at += chunk.length;
      assertThat(header(taken, "Range")).isEqualTo("0-" + (at - 1));
      location = header(taken, "Location");
    }
    assertThat(http.send("GET", location).statusCode()).isEqualTo(204);
    String digest = digest("first,second".getBytes(UTF_8));

    HttpResponse<byte[]> ended = http.send("PUT", withDigest(location, digest));

    assertThat(ended.statusCode()).isEqualTo(201);
    assertThat(http.send("GET", header(ended, "Location")).body())
        .isEqualTo("first,second".getBytes(UTF_8));
  }

  @Test
  void http_uploadStreamed_isThere() {
    byte[] content = new byte[3 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 >> 7);
    }
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < content.length; at += 1 << 20) {
      pieces.add(Arrays.copyOfRange(content, at, at + (1 << 20)));
    }
    HttpResponse<byte[]> taken =
        http.send("PATCH", http.begin(repository), BodyPublishers.ofByteArrays(pieces));
    String digest = digest(content);

    http.send("PUT", withDigest(header(taken, "Location"), digest));

    assertThat(http.send("GET", "/v2/" + repository + "/blobs/" + digest).body())
        .isEqualTo(content);
  }

  @Test
  void http_uploadOfAnotherDigest_isRefused() {
    String other = digest("something else".getBytes(UTF_8));

    HttpResponse<byte[]> refused =
        http.send(
            "PUT",
            withDigest(http.begin(repository), other),
            BodyPublishers.ofString("this"),
            "Content-Type",
            "application/octet-stream");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(text(refused)).contains("\"DIGEST_INVALID\"");
    assertThat(http.send("HEAD", "/v2/" + repository + "/blobs/" + other).statusCode())
        .isEqualTo(404);
  }

  @Test
  void http_uploadCancelled_isGone() {
    String location = http.begin(repository);

    assertThat(http.send("DELETE", location).statusCode()).isEqualTo(204);

    HttpResponse<byte[]> gone = http.send("GET", location);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(text(gone)).contains("\"BLOB_UPLOAD_UNKNOWN\"");
  }

  @Test
  void http_blobThatNobodyPushed_isUnknown() {
    String absent = digest("absent".getBytes(UTF_8));

    HttpResponse<byte[]> answer = http.send("GET", "/v2/" + repository + "/blobs/" + absent);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).contains("\"BLOB_UNKNOWN\"");
  }

  @Test
  void http_manifestByTagAndDigest_isTheSame() {
    String manifest = pushImage("by tag", "by-tag");
    String digest = digest(manifest.getBytes(UTF_8));

    for (String reference : List.of("by-tag", digest)) {
      HttpResponse<byte[]> get = http.manifest("GET", repository, reference);
      assertThat(text(get)).isEqualTo(manifest);
      assertThat(header(get, "Content-Type")).isEqualTo(RegistryHttp.MANIFEST);
      HttpResponse<byte[]> head = http.manifest("HEAD", repository, reference);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest);
      assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(manifest.length()));
    }
  }

  @Test
  void http_manifestAgainByItsDigest_isTaken() {
    String manifest = pushImage("by digest", "once");
    String digest = digest(manifest.getBytes(UTF_8));

    HttpResponse<byte[]> put =
        http.putManifest(repository, digest, manifest, RegistryHttp.MANIFEST);

    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(digest);
  }

  @Test
  void http_tagOfAnotherImage_moves() {
    String first = pushImage("first", "moving");
    String second = pushImage("second", "moving");

    assertThat(text(http.manifest("GET", repository, "moving"))).isEqualTo(second);
    assertThat(text(http.manifest("GET", repository, digest(first.getBytes(UTF_8)))))
        .isEqualTo(first);
  }

  @Test
  void http_manifestThatNobodyPushed_isUnknown() {
    HttpResponse<byte[]> answer = http.manifest("GET", repository, "nobody");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).contains("\"MANIFEST_UNKNOWN\"");
  }

  @Test
  void http_manifestWithoutItsLayer_isRefused() {
    http.pushBlob(repository, CONFIG);
    String manifest = RegistryHttp.imageOf(CONFIG, "never pushed".getBytes(UTF_8));

    HttpResponse<byte[]> refused =
        http.putManifest(repository, "torn", manifest, RegistryHttp.MANIFEST);

    assertThat(refused.statusCode()).isBetween(400, 499);
    assertThat(http.manifest("GET", repository, "torn").statusCode()).isEqualTo(404);
  }

  @Test
  void http_manifestThatIsNone_isRefused() {
    HttpResponse<byte[]> refused =
        http.putManifest(repository, "text", "no manifest", RegistryHttp.MANIFEST);

    assertThat(refused.statusCode()).isBetween(400, 499);
    assertThat(http.manifest("GET", repository, "text").statusCode()).isEqualTo(404);
  }

  @Test
  void http_index_needsItsChildren() {
    String child = pushImage("child", "child");
    String there = digest(child.getBytes(UTF_8));
    String absent = digest("no child".getBytes(UTF_8));

    HttpResponse<byte[]> refused =
        http.putManifest(repository, "list", indexOf(there, absent), RegistryHttp.INDEX);
    HttpResponse<byte[]> taken =
        http.putManifest(repository, "list", indexOf(there), RegistryHttp.INDEX);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(text(refused)).contains("\"MANIFEST_BLOB_UNKNOWN\"");
    assertThat(taken.statusCode()).isEqualTo(201);
    HttpResponse<byte[]> read = http.manifest("GET", repository, "list");
    assertThat(header(read, "Content-Type")).isEqualTo(RegistryHttp.INDEX);
    assertThat(text(read)).isEqualTo(indexOf(there));
  }

  @Test
  void http_tags_areListed() throws IOException {
    pushImage("listed", "listed-b");
    pushImage("listed", "listed-a");

    HttpResponse<byte[]> answer = http.send("GET", "/v2/" + repository + "/tags/list");

    JsonNode list = JSON.readTree(answer.body());
    assertThat(list.path("name").asText()).isEqualTo(repository);
    assertThat(list.path("tags"))
        .extracting(JsonNode::asText)
        .containsSubsequence("listed-a", "listed-b");
  }

  @Test
  void curl_pushAndPull_areTheSame(@TempDir Path folder) throws Exception {
    Curl curl = Curl.of(registry, folder);
    String base = (registry.tls() ? "https://" : "http://") + registry.host();
    byte[] layer = "by curl".getBytes(UTF_8);
    String location =
        curl.run("-X", "POST", "-D", "-", "-o", "/dev/null", uploads(base))
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location: "))
            .map(line -> line.substring("location: ".length()).strip())
            .findFirst()
            .orElseThrow();

    curl.run(
        "-X",
        "PUT",
        "-H",
        "Content-Type: application/octet-stream",
        "--data-binary",
        "by curl",
        withDigest(location, digest(layer)));

    assertThat(curl.run(base + "/v2/" + repository + "/blobs/" + digest(layer)))
        .isEqualTo("by curl");
  }

  private String uploads(String base) {
    return base + "/v2/" + repository + "/blobs/uploads/";
  }

  private String pushImage(String content, String tag) {
    byte[] layer = content.getBytes(UTF_8);
    http.pushBlob(repository, CONFIG);
    http.pushBlob(repository, layer);
    String manifest = RegistryHttp.imageOf(CONFIG, layer);
    HttpResponse<byte[]> put = http.putManifest(repository, tag, manifest, RegistryHttp.MANIFEST);
    assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
    return manifest;
  }

  private static String indexOf(String... digests) {
    List<String> children = new ArrayList<>();
    for (String digest : digests) {
      children.add(
          "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":3,\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}"
              .formatted(RegistryHttp.MANIFEST, digest));
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(RegistryHttp.INDEX, String.join(",", children));
  }

  private byte[] blob(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    byte[] content = http.send("GET", "/v2/" + repository + "/blobs/" + digest).body();
    assertThat(digest(content)).isEqualTo(digest);
    return content;
  }
}
