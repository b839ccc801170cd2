#include "plugin/configuration/listener_section.h"

#include <gmock/gmock.h>

#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;

ListenerSettings parse(const json& section, const json& orthanc = json::object()) {
  return parse_listener_section(section, orthanc, "/etc/orthanc");
}

std::string refusal(const json& section, const json& orthanc = json::object()) {
  try {
    parse(section, orthanc);
  } catch (const ConfigurationError& error) {
    return error.what();
  }
  return "";
}

const json kUsers = {{"RegisteredUsers", {{"alice", "secret"}}}};

json with_users(json orthanc) {
  orthanc.update(kUsers);
  return orthanc;
}

TEST(ListenerSection, ListensOnLoopbackByDefault) {
  const ListenerSettings settings = parse(json());
  EXPECT_TRUE(settings.enable);
  EXPECT_EQ(settings.address, "127.0.0.1");
  EXPECT_EQ(settings.port, 8043);
  EXPECT_EQ(settings.users, std::nullopt);
  EXPECT_EQ(settings.threads, 4);
}

TEST(ListenerSection, ReadsEveryKey) {
  const ListenerSettings settings = parse({{"Address", "::"},
                                           {"Port", 0},
                                           {"Users", {{"bob", "b"}}},
                                           {"CertificateFile", "c.pem"},
                                           {"PrivateKeyFile", "/keys/k.pem"},
                                           {"PublicUrl", "https://pacs/"},
                                           {"Threads", 2}});
  EXPECT_EQ(settings.address, "::");
  EXPECT_EQ(settings.port, 0);
  EXPECT_THAT(settings.users, Optional(ElementsAre(Pair("bob", "b"))));
  EXPECT_EQ(settings.certificate_file, "/etc/orthanc/c.pem");
  EXPECT_EQ(settings.private_key_file, "/keys/k.pem");
  EXPECT_EQ(settings.public_url, "https://pacs");
  EXPECT_EQ(settings.threads, 2);
  EXPECT_FALSE(parse({{"Enable", false}}).enable);
}

TEST(ListenerSection, AsksForAPasswordWheneverOrthancDoes) {
  EXPECT_EQ(parse({}, kUsers).users, std::nullopt);
  EXPECT_EQ(parse({}, with_users({{"AuthenticationEnabled", false}, {"RemoteAccessAllowed", true}})).users,
            std::nullopt);
  for (const json& orthanc : {json{{"AuthenticationEnabled", true}}, json{{"RemoteAccessAllowed", true}}}) {
    EXPECT_THAT(parse({}, with_users(orthanc)).users, Optional(ElementsAre(Pair("alice", "secret")))) << orthanc;
    EXPECT_THAT(parse({}, orthanc).users, Optional(IsEmpty())) << orthanc;
  }
  EXPECT_THAT(parse({{"Users", {{"bob", "b"}}}}, with_users({{"AuthenticationEnabled", true}})).users,
              Optional(ElementsAre(Pair("bob", "b"))));
}

TEST(ListenerSection, LeavesLoopbackOnlyWithUsers) {
  EXPECT_THAT(refusal({{"Address", "0.0.0.0"}}), HasSubstr("Sonolist.Listener.Address"));
  EXPECT_THAT(refusal({{"Address", "192.0.2.1"}}), HasSubstr("Sonolist.Listener.Users"));
  EXPECT_EQ(refusal({{"Address", "::1"}}), "");
  EXPECT_EQ(refusal({{"Address", "0.0.0.0"}}, {{"AuthenticationEnabled", true}}), "");
}

TEST(ListenerSection, NamesTheKeyThatIsWrong) {
  EXPECT_THAT(refusal({{"Address", "pacs.example"}}), HasSubstr("Sonolist.Listener.Address"));
  EXPECT_THAT(refusal({{"Port", 65536}}), HasSubstr("Sonolist.Listener.Port"));
  EXPECT_THAT(refusal({{"Threads", 0}}), HasSubstr("Sonolist.Listener.Threads"));
  EXPECT_THAT(refusal({{"Users", "bob"}}), HasSubstr("Sonolist.Listener.Users"));
  EXPECT_THAT(refusal({{"Users", {{"bob", 1}}}}), HasSubstr("Sonolist.Listener.Users"));
  EXPECT_THAT(refusal({{"Users", {{"b:ob", "x"}}}}), HasSubstr("Sonolist.Listener.Users"));
  EXPECT_THAT(refusal({{"CertificateFile", "c.pem"}}), HasSubstr("PrivateKeyFile"));
  EXPECT_THAT(refusal({{"PublicUrl", "pacs.example"}}), HasSubstr("Sonolist.Listener.PublicUrl"));
  EXPECT_THAT(refusal({{"Prot", 1}}), HasSubstr("\"Prot\""));
  EXPECT_THAT(refusal("127.0.0.1:8043"), HasSubstr("Sonolist.Listener"));
}

}  // namespace
}  // namespace sonolist::plugin
