package io.github.spotbatch.testing.registry;

import static io.github.spotbatch.testing.registry.RegistryHttp.digest;
import static io.github.spotbatch.testing.registry.RegistryHttp.header;
import static io.github.spotbatch.testing.registry.RegistryHttp.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.registry.RegistryUnderTest.Login;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/** What is ECR's own among registries. */
class EcrRegistryTest {

  private static final byte[] CONFIG = "{\"os\":\"linux\"}".getBytes(UTF_8);

  private final FakeAws aws = FakeAws.create();
  private final EcrClient ecr = aws.client(EcrClient.builder());

  @BeforeEach
  void createRepository() {
    ecr.createRepository(it -> it.repositoryName("demo"));
  }

  @AfterEach
  void close() {
    ecr.close();
    aws.close();
  }

  @Nested
  class LoggingIn {

    @Test
    void token_leadsToTheServer() {
      AuthorizationData data = ecr.getAuthorizationToken().authorizationData().get(0);

      assertThat(data.proxyEndpoint()).isEqualTo("https://" + aws.registry().host());
      assertThat(as(FakeRegistryUnderTest.login(ecr)).send("GET", "/v2/").statusCode())
          .isEqualTo(200);
    }

    @Test
    void nobody_isAskedForBasicCredentials() {
      HttpResponse<byte[]> answer = as(null).send("GET", "/v2/");

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "Www-Authenticate"))
          .isEqualTo(
              "Basic realm=\"https://"
                  + aws.registry().host()
                  + "/\",service=\"ecr.amazonaws.com\"");
      assertThat(header(answer, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
    }

    @Test
    void otherUserOrPassword_isRefused() {
      Login login = FakeRegistryUnderTest.login(ecr);

      assertThat(as(new Login("aws", login.password())).send("GET", "/v2/").statusCode())
          .isEqualTo(401);
      assertThat(as(new Login("AWS", login.password() + "0")).send("GET", "/v2/").statusCode())
          .isEqualTo(401);
      assertThat(
              as(null)
                  .send("GET", "/v2/", BodyPublishers.noBody(), "Authorization", "Basic ###")
                  .statusCode())
          .isEqualTo(401);
    }

    @Test
    @Rule("ECR-3")
    void password_isGoodForTwelveHoursOfTheWorldsClock() {
      RegistryHttp http = as(FakeRegistryUnderTest.login(ecr));
      aws.advance(Duration.ofHours(12).minusSeconds(1));
      assertThat(http.send("GET", "/v2/").statusCode()).isEqualTo(200);

      aws.advance(Duration.ofSeconds(1));

      HttpResponse<byte[]> expired = http.send("GET", "/v2/");
      assertThat(expired.statusCode()).isEqualTo(403);
      assertThat(text(expired))
          .isEqualTo(
              "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Your authorization token has"
                  + " expired. Reauthenticate and try again.\"}]}");
      assertThat(as(FakeRegistryUnderTest.login(ecr)).send("GET", "/v2/").statusCode())
          .isEqualTo(200);
    }

    @Test
    void password_saysAccountAndRegion() {
      push(login(), "demo", "1", "layer");
      try (EcrClient elsewhere = aws.client(EcrClient.builder().region(Region.EU_WEST_1));
          EcrClient other =
              aws.client(
                  EcrClient.builder().credentialsProvider(FakeAws.credentials("210987654321")))) {
        for (EcrClient client : List.of(elsewhere, other)) {
          HttpResponse<byte[]> answer =
              as(FakeRegistryUnderTest.login(client)).send("GET", "/v2/demo/tags/list");
          assertThat(answer.statusCode()).isEqualTo(404);
          assertThat(text(answer)).contains("NAME_UNKNOWN");
        }
      }
      assertThat(text(login().send("GET", "/v2/demo/tags/list"))).contains("\"1\"");
    }

    @Test
    void password_isToldToNobodyElse() {
      Login login = FakeRegistryUnderTest.login(ecr);
      push(as(login), "demo", "1", "layer");

      assertThat(aws.timeline()).contains("demo:1").doesNotContain(login.password());
      assertThat(aws.journal().all().toString()).doesNotContain(login.password());
    }
  }

  @Nested
  class Refusing {

    @Test
    @Rule("ECR-4")
    void repositoryThatIsNotThere_isUnknown() {
      for (String path : List.of("manifests/1", "tags/list", "blobs/" + digest(CONFIG))) {
        HttpResponse<byte[]> answer = login().send("GET", "/v2/team/none/" + path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer))
            .isEqualTo(
                "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"The repository with name"
                    + " 'team/none' does not exist in the registry with id '123456789012'\"}]}");
      }
      assertThat(login().send("POST", "/v2/team/none/blobs/uploads/").statusCode()).isEqualTo(404);
    }

    @Test
    void tagOfAnImmutableRepository_isNotTakenTwice() {
      ecr.createRepository(
          it -> it.repositoryName("fixed").imageTagMutability(ImageTagMutability.IMMUTABLE));
      push(login(), "fixed", "1", "first");

      HttpResponse<byte[]> refused = push(login(), "fixed", "1", "second");

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(text(refused))
          .isEqualTo(
              "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"The image tag '1' already exists"
                  + " in the 'fixed' repository and cannot be overwritten because the repository is"
                  + " immutable.\"}]}");
    }

    @Test
    void layersThatNobodyPushed_areNamed() {
      String manifest = RegistryHttp.imageOf(CONFIG, "absent".getBytes(UTF_8));

      HttpResponse<byte[]> refused =
          login().putManifest("demo", "1", manifest, RegistryHttp.MANIFEST);

      assertThat(text(refused))
          .isEqualTo(
              "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\",\"message\":\"Layers with digests '["
                  + digest(CONFIG)
                  + ", "
                  + digest("absent".getBytes(UTF_8))
                  + "]' required for pushing image into repository with name 'demo' in the registry"
                  + " with id '123456789012' do not exist\"}]}");
    }

    @Test
    void manifestUnderAnotherDigest_isRefused() {
      String other = digest("other".getBytes(UTF_8));

      HttpResponse<byte[]> refused =
          login()
              .putManifest(
                  "demo",
                  other,
                  RegistryHttp.imageOf(CONFIG, "absent".getBytes(UTF_8)),
                  RegistryHttp.MANIFEST);

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(text(refused))
          .contains("\"MANIFEST_INVALID\"")
          .contains(
              "The image with digest '"
                  + other
                  + "' in repository 'demo' and registry ID '123456789012' does not match the image"
                  + " digest that Amazon ECR has calculated.");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "no json | application/vnd.oci.image.manifest.v1+json | 405 | Invalid parameter at"
              + " 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
          "{} | text/plain | 400 | Unsupported manifest type: \\\"text/plain\\\""
        })
    void manifestThatIsNone_isUnsupported(
        String manifest, String mediaType, int status, String message) {
      HttpResponse<byte[]> refused = login().putManifest("demo", "1", manifest, mediaType);

      assertThat(refused.statusCode()).isEqualTo(status);
      assertThat(text(refused)).contains("\"UNSUPPORTED\"", message);
    }

    @ParameterizedTest
    @CsvSource({
      "DELETE, /v2/demo/manifests/1, DELETE of a manifest",
      "DELETE, /v2/demo/blobs/sha256:1, DELETE of a blob",
      "GET, /v2/demo/referrers/sha256:1, referrers",
      "GET, /v2/_catalog, the list of all repositories"
    })
    void whatIsNotModelled_isRefusedByName(String method, String path, String what) {
      HttpResponse<byte[]> refused = login().send(method, path);

      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(text(refused))
          .isEqualTo(
              "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"spotbatch-testing does not model "
                  + what
                  + " of the ECR registry\"}]}");
    }

    @Test
    void chunkThatLeavesAGap_isRefused() {
      RegistryHttp http = login();

      HttpResponse<byte[]> refused =
          http.send(
              "PATCH", http.begin("demo"), BodyPublishers.ofString("late"), "Content-Range", "5-8");

      assertThat(refused.statusCode()).isEqualTo(416);
      assertThat(text(refused)).contains("the chunk 5-8 does not follow the 0 bytes");
    }

    @Test
    void emptyLayer_isRefused() {
      RegistryHttp http = login();

      HttpResponse<byte[]> refused =
          http.send("PUT", RegistryHttp.withDigest(http.begin("demo"), digest(new byte[0])));

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(text(refused)).contains("cannot be completed because it does not have any parts");
    }
  }

  @Nested
  class Serving {

    @Test
    void uploadByOnePost_isThere() {
      byte[] content = "in one post".getBytes(UTF_8);

      HttpResponse<byte[]> posted =
          login()
              .send(
                  "POST",
                  "/v2/demo/blobs/uploads/?digest=" + digest(content),
                  BodyPublishers.ofByteArray(content));

      assertThat(posted.statusCode()).isEqualTo(201);
      assertThat(login().send("GET", header(posted, "Location")).body()).isEqualTo(content);
    }

    @Test
    void mountOfAnotherRepository_isAnUpload() {
      ecr.createRepository(it -> it.repositoryName("other"));
      String there = login().pushBlob("other", CONFIG);

      HttpResponse<byte[]> answer =
          login().send("POST", "/v2/demo/blobs/uploads/?from=other&mount=" + there);

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(login().send("HEAD", "/v2/demo/blobs/" + there).statusCode()).isEqualTo(404);
    }

    @Test
    void tags_comeInPages() {
      for (String tag : List.of("c", "a", "b")) {
        push(login(), "demo", tag, "layer");
      }
      List<String> pages = new ArrayList<>();
      String next = "/v2/demo/tags/list?n=2";
      while (next != null) {
        HttpResponse<byte[]> page = login().send("GET", next);
        pages.add(text(page));
        next =
            page.headers()
                .firstValue("Link")
                .map(link -> link.replaceFirst("<(.+)>; rel=\"next\"", "$1"))
                .orElse(null);
      }

      assertThat(pages)
          .containsExactly(
              "{\"name\":\"demo\",\"tags\":[\"a\",\"b\"]}", "{\"name\":\"demo\",\"tags\":[\"c\"]}");
      assertThat(login().send("GET", "/v2/demo/tags/list?n=0").statusCode()).isEqualTo(400);
    }

    @Test
    void pull_isRecorded() {
      push(login(), "demo", "1", "layer");
      aws.advance(Duration.ofHours(1));
      login().manifest("HEAD", "demo", "1");
      assertThat(image().lastRecordedPullTime()).isNull();

      login().manifest("GET", "demo", "1");

      assertThat(image().lastRecordedPullTime()).isEqualTo(aws.time().now());
      assertThat(image().imagePushedAt()).isEqualTo(aws.time().now().minus(Duration.ofHours(1)));
    }

    @Test
    void downloadUrl_needsNoLoginForAnHour() {
      byte[] layer = "layer".getBytes(UTF_8);
      push(login(), "demo", "1", "layer");
      String url =
          ecr.getDownloadUrlForLayer(it -> it.repositoryName("demo").layerDigest(digest(layer)))
              .downloadUrl();

      assertThat(as(null).send("GET", url).body()).isEqualTo(layer);
      assertThat(as(null).send("GET", url + "0").statusCode()).isEqualTo(403);
      aws.advance(Duration.ofHours(1));
      assertThat(as(null).send("GET", url).statusCode()).isEqualTo(403);
    }

    @Test
    void push_takesNoTimeAndSdkSeesIt(@TempDir Path folder) throws Exception {
      var before = aws.time().now();
      Login login = FakeRegistryUnderTest.login(ecr);

      var pushed =
          new JibPush(aws.registry().host(), Optional.of(login), folder)
              .push("demo:jib", "hello", ImageFormat.Docker);

      assertThat(aws.time().now()).isEqualTo(before);
      assertThat(image().imageDigest()).isEqualTo(pushed.getDigest().toString());
      assertThat(image().imageTags()).containsExactly("jib");
    }

    private software.amazon.awssdk.services.ecr.model.ImageDetail image() {
      return ecr.describeImages(it -> it.repositoryName("demo")).imageDetails().get(0);
    }
  }

  private RegistryHttp login() {
    return as(FakeRegistryUnderTest.login(ecr));
  }

  private RegistryHttp as(Login login) {
    return new RegistryHttp(
        "https://" + aws.registry().host(),
        aws.registry().sslContext(),
        Optional.ofNullable(login));
  }

  private static HttpResponse<byte[]> push(
      RegistryHttp http, String repository, String tag, String content) {
    byte[] layer = content.getBytes(UTF_8);
    http.pushBlob(repository, CONFIG);
    http.pushBlob(repository, layer);
    return http.putManifest(
        repository, tag, RegistryHttp.imageOf(CONFIG, layer), RegistryHttp.MANIFEST);
  }
}
